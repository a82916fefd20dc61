using FitGlue.Core.Sources;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Reads what the browser brought back from Oura; pure. Oura's own texts are never shown.</summary>
internal static class OuraCallback
{
    private const int LongestCode = 2048;

    public static CallbackReading Read(IReadOnlyDictionary<string, string> query)
    {
        if (query.TryGetValue("error", out var error))
        {
            return new CallbackReading.Refused(ReasonOf(error));
        }

        return query.TryGetValue("code", out var code) && code.Length is > 0 and <= LongestCode && !code.Any(char.IsControl)
            ? new CallbackReading.Code(code, query.GetValueOrDefault("scope") is { Length: > 0 } scope ? scope : null)
            : new CallbackReading.Refused("Oura sent you back without a sign-in. Start the connection again.");
    }

    private static string ReasonOf(string error) =>
        error switch
        {
            "access_denied" => "You declined at Oura, so nothing was connected. Start again whenever you like.",
            "invalid_scope" =>
                "Oura does not know one of the permissions asked for. Whoever runs this server: check Oura__Scopes and Oura__ScopePrefix.",
            "temporarily_unavailable" or "server_error" => "Oura's sign-in has a problem of its own. Try again later.",
            _ =>
                "Oura refused the sign-in. Whoever runs this server: compare client id, callback address and Oura__Portal with Oura's portal.",
        };
}
