using System.Security.Cryptography;
using FitGlue.Engine.Connections;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace FitGlue.Server.Connections;

/// <summary>Binds an OAuth flow to the browser that began it: a victim's browser cannot finish an attacker's flow.</summary>
internal static class BrowserCookie
{
    private const string Name = "fitglue.connecting";

    /// <summary>The cookie's value, set on the answer where this browser has none yet.</summary>
    public static string Ensure(HttpContext context)
    {
        var value = Read(context) ?? WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        context.Response.Cookies.Append(
            Name,
            value,
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                // Behind a proxy that ends TLS the request itself is plain http.
                Secure = context.RequestServices.GetRequiredService<PublicAddress>().Base.Scheme == Uri.UriSchemeHttps,
                Path = "/connections",
                MaxAge = Authorization.Lifetime,
            }
        );
        return value;
    }

    public static string? Read(HttpContext context) =>
        context.Request.Cookies.TryGetValue(Name, out var value) && value is { Length: > 0 and < 100 } ? value : null;
}
