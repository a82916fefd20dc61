using FitGlue.Core;
using FitGlue.Oura.Authorization;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Whether whoever runs the server has given what Oura needs.</summary>
internal static class OuraSetup
{
    public static IReadOnlyList<string> Missing(OuraOptions options) =>
        [
            .. new[] { ("Oura__ClientId", options.ClientId), ("Oura__ClientSecret", options.ClientSecret) }
                .Where(setting => setting.Item2.Length == 0)
                .Select(setting => setting.Item1),
        ];

    public static Uri PortalUrl(OuraPortal portal) =>
        new(portal is OuraPortal.Legacy ? "https://cloud.ouraring.com/oauth/applications" : "https://developer.ouraring.com/applications");

    /// <exception cref="MisconfiguredException">Something is missing.</exception>
    public static void Require(OuraOptions options)
    {
        if (Missing(options) is { Count: > 0 } missing)
        {
            throw new MisconfiguredException(
                $"Oura is not set up. Whoever runs this server: make an application at {PortalUrl(options.Portal)} and set {string.Join(" and ", missing)}."
            );
        }
    }
}
