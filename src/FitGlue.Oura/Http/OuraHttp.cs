using System.Net;

namespace FitGlue.Oura;

/// <summary>What the clients of this library expect of the connection below them.</summary>
public static class OuraHttp
{
    /// <summary>
    /// A handler that follows no redirects (a redirected token call would hand the secret to somebody else), keeps no cookies,
    /// unpacks compressed answers and renews its connections, so that it may live as long as the process.
    /// </summary>
    public static SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(5),
        };
}
