using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FitGlue.Server.Accounts;

/// <summary>Signs a program in by <c>Authorization: Bearer fg_…</c>.</summary>
internal sealed class ApiTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiTokens tokens
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "ApiToken";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await tokens.OwnerAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is not { } userId)
        {
            return AuthenticateResult.Fail("The token is not known.");
        }

        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, userId.ToString())], Scheme);
        return AuthenticateResult.Success(new(new(identity), Scheme));
    }
}

internal static class Claims
{
    /// <summary>The signed-in user's id.</summary>
    public static Guid UserId(this ClaimsPrincipal principal) =>
        Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in."));
}
