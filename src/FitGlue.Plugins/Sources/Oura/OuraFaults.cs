using FitGlue.Core;
using FitGlue.Oura;
using FitGlue.Oura.Authorization;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Says in the engine's terms what the client's outcomes mean: cause, whose move it is, next step.</summary>
internal static class OuraFaults
{
    /// <param name="scope">What the call needs; null: none.</param>
    public static ServiceException Of(OuraException exception, string? scope = null) =>
        exception switch
        {
            OuraUnauthorizedException => new UnauthorizedException(
                "Oura refused the access token. It is refreshed once, then tried again.",
                MissingScope(scope)
            ),
            OuraMembershipException => new LimitedException(
                "Oura says that the membership of this account has lapsed. Renew it in the Oura app; the connection stays and goes on by itself.",
                TroubleCode.Membership
            ),
            OuraMissingScopeException => new LimitedException(MissingScope(scope), TroubleCode.MissingScope),
            OuraAppOutdatedException => new LimitedException(
                "Oura says that the Oura app on the phone is too old. Update it, then open it once.",
                TroubleCode.AppOutdated
            ),
            OuraRateLimitedException limited => new RateLimitedException(
                limited.RateLimit.Tier is { } tier
                    ? $"Oura asked us to wait (limit: {tier}). Nothing to do: the work goes on at the time named."
                    : "Oura asked us to wait. Nothing to do: the work goes on at the time named.",
                limited.RateLimit.RetryAt,
                OuraLimits.ScopeOf(limited.RateLimit.Tier)
            )
            {
                Limit = OuraLimits.Stated(limited.RateLimit),
            },
            OuraNotFoundException => new MisconfiguredException(
                "Oura knows no such address. Whoever runs this server: check Oura__ApiBaseUrl, which is the address above /v2."
            ),
            OuraRejectedException rejected => new RejectedException(
                $"Oura rejected the request with status {rejected.Status}. Repeating it does not help; please report it."
            ),
            _ => new UnavailableException($"{exception.Message} Nothing to do: it is tried again.", exception),
        };

    /// <summary>What to tell the person where the sign-in works and this does not.</summary>
    public static string MissingScope(string? scope) =>
        scope is null
            ? "Oura accepts the sign-in but not this request: a permission was not granted. Reconnect Oura and leave every box ticked."
            : $"Oura accepts the sign-in but not this request: the permission '{scope}' was not granted. Reconnect Oura and leave its box ticked; everything else goes on.";

    /// <summary>What a token call came to that brought no tokens.</summary>
    public static ServiceException Of(TokenOutcome outcome, OuraPortal portal) =>
        outcome switch
        {
            TokenOutcome.GrantGone => new ReconnectRequiredException(
                "Oura no longer accepts this sign-in: it was used, revoked or has run out. Connect Oura again; what it has meanwhile is fetched then.",
                TroubleCode.GrantGone
            ),
            TokenOutcome.WrongPortal => new MisconfiguredException(
                $"Oura's sign-in server does not serve this application, which was probably made in the other portal. {OtherPortal(portal)}",
                TroubleCode.WrongPortal
            ),
            TokenOutcome.WrongClient wrong => new MisconfiguredException(
                "Oura's sign-in server does not accept client id and secret. Whoever runs this server: compare Oura__ClientId and "
                    + $"Oura__ClientSecret with the portal. If they are right, the application was made in the other portal: {OtherPortal(portal)}",
                wrong.Status is 401 ? TroubleCode.WrongPortal : TroubleCode.Misconfigured
            ),
            TokenOutcome.WrongRedirect => new MisconfiguredException(
                "Oura does not know our callback address. Whoever runs this server: register it in Oura's portal exactly as the connection page shows it."
            ),
            TokenOutcome.WrongAddress wrong => new MisconfiguredException(
                $"Oura's token address answered {wrong.Status}. Whoever runs this server: check Oura__TokenUrl. {Kept}"
            ),
            TokenOutcome.Refused refused => new MisconfiguredException(
                $"Oura's sign-in server refused the application ({refused.Error ?? "no reason"}). Whoever runs this server: check its settings in Oura's portal. {Kept}"
            ),
            TokenOutcome.RateLimited limited => new RateLimitedException(
                "Oura's sign-in server asked us to wait. Nothing to do: the work goes on at the time named.",
                limited.RetryAt
            ),
            TokenOutcome.Malformed malformed => new UnavailableException(
                $"Oura's sign-in server answered nonsense ({malformed.Field}). {Kept} Nothing to do: it is tried again."
            ),
            TokenOutcome.Unavailable unavailable => new UnavailableException(
                $"{unavailable.Reason} {Kept} Nothing to do: it is tried again."
            ),
            _ => throw new ArgumentException($"{outcome.GetType().Name} is no failure.", nameof(outcome)),
        };

    private const string Kept = "The connection is kept.";

    private static string OtherPortal(OuraPortal portal) =>
        portal is OuraPortal.Moi
            ? $"Whoever runs this server: set Oura__Portal to 'legacy' (it is 'moi') and restart. {Kept}"
            : $"Whoever runs this server: set Oura__Portal to 'moi' (it is 'legacy') and restart. {Kept}";

    /// <param name="scope">What the call needs; null: none.</param>
    public static async Task<T> GuardAsync<T>(Task<T> call, string? scope = null)
    {
        try
        {
            return await call;
        }
        catch (OuraException exception)
        {
            throw Of(exception, scope);
        }
    }

    /// <param name="scope">What the call needs.</param>
    public static async IAsyncEnumerable<T> GuardAsync<T>(IAsyncEnumerable<T> rows, string scope)
    {
        await using var each = rows.GetAsyncEnumerator();
        while (await GuardAsync(each.MoveNextAsync().AsTask(), scope))
        {
            yield return each.Current;
        }
    }

    /// <summary>Subscriptions belong to the application: what is refused is its matter, never a person's.</summary>
    public static async Task<T> GuardSubscriptionsAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (OuraException exception)
        {
            throw exception switch
            {
                OuraUnauthorizedException => new MisconfiguredException(
                    "Oura does not accept client id and secret for webhooks. Whoever runs this server: compare Oura__ClientId and Oura__ClientSecret with the portal. Polling goes on meanwhile."
                ),
                OuraRejectedException => new MisconfiguredException(
                    "Oura refused our webhook address, most likely because it could not reach it. Whoever runs this server: check that FitGlue__PublicUrl is reachable from the internet, or set Oura__Webhooks to 'off'. Polling goes on meanwhile."
                ),
                _ => Of(exception),
            };
        }
    }
}
