using FitGlue.Engine;
using Microsoft.Extensions.Options;

namespace FitGlue.Server.Hosting;

/// <summary>What every answer carries, and which requests are sent elsewhere.</summary>
internal static class WebSafety
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    public static void UseSecurityHeaders(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                // At the last moment: an error page begins with no headers at all.
                context.Response.OnStarting(() =>
                {
                    Protect(context.Response.Headers);
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>Without a public address the base is localhost: cookies of 127.0.0.1 would not come back from the sign-in at a provider.</summary>
    public static void UseCanonicalHost(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<EngineOptions>>().Value;
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                if (options.PublicUrl is null && request.Host.Host == "127.0.0.1" && HttpMethods.IsGet(request.Method) && IsPage(request))
                {
                    context.Response.Redirect($"http://localhost:{request.Host.Port}{request.Path}{request.QueryString}");
                    return Task.CompletedTask;
                }

                return next(context);
            }
        );
    }

    private static bool IsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        && !request.Path.StartsWithSegments("/api")
        && !request.Path.StartsWithSegments("/webhooks");
}

/// <summary>A browser's session may be used by our own pages alone; a token is proof by itself.</summary>
internal sealed class SameOriginOnly : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isForeign = site is not ("" or "same-origin" or "none");
        return isForeign && !HttpMethods.IsGet(request.Method) && !request.Headers.ContainsKey("Authorization")
            ? Problems.Of(StatusCodes.Status403Forbidden, "foreign_origin", "This request came from another site. Nothing was changed.")
            : await next(context);
    }
}
