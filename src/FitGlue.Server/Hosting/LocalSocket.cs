using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace FitGlue.Server.Hosting;

/// <summary>The door for commands on this machine: a Unix socket in the data directory, for its owner alone.</summary>
/// <remarks>Who can open it can read the database beside it too, so that it asks for no sign-in.</remarks>
public static class LocalSocket
{
    /// <summary>What an address of a Unix socket holds.</summary>
    private const int LongestPath = 100;

    public static string PathIn(string dataDirectory) => Path.Combine(Path.GetFullPath(dataDirectory), "fitglue.sock");

    /// <summary>The address to listen on besides the others; null where this system or the length of the path does not allow it.</summary>
    internal static string? AddressIn(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        if (OperatingSystem.IsWindows() || path.Length > LongestPath)
        {
            return null;
        }

        // Of a server that ended without a farewell; the directory is ours by its lock.
        File.Delete(path);
        return $"http://unix:{path}";
    }

    /// <summary>As soon as it is there it is the owner's alone.</summary>
    internal static void ProtectLocalSocket(this WebApplication app, string dataDirectory) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var path = PathIn(dataDirectory);
            if (!OperatingSystem.IsWindows() && File.Exists(path))
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        });

    /// <summary>Endpoints below <c>/local</c> that nobody but a command on this machine finds.</summary>
    internal static RouteGroupBuilder MapLocal(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/local").ExcludeFromDescription();
        group.AddEndpointFilter((context, next) => CameIn(context.HttpContext) ? next(context) : new(Results.NotFound()));
        return group;
    }

    public static bool IsLocal(string address) => address.StartsWith("http://unix:", StringComparison.Ordinal);

    private static bool CameIn(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket.AddressFamily is AddressFamily.Unix;
}
