using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Oura;
using FitGlue.Oura.Webhooks;

namespace FitGlue.Plugins.Sources.Oura;

internal sealed partial class OuraSource
{
    private static readonly OuraEventType[] EventTypes = Enum.GetValues<OuraEventType>();

    // Oura does not say when a subscription was made. Ninety days is what others see.
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(45);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(1);

    public WebhookReading ReadWebhook(WebhookRequest request) => OuraWebhook.Read(request, _options.Application.Secret);

    public string? AnswerChallenge(IReadOnlyDictionary<string, string> query) =>
        OuraSetup.Missing(_options).Count > 0
            ? null
            : OuraChallenge.Answer(query.GetValueOrDefault("verification_token"), query.GetValueOrDefault("challenge"), Token);

    public bool WantsWebhooks(bool hasPublicUrl) =>
        _options.Webhooks switch
        {
            WebhookMode.On => true,
            WebhookMode.Off => false,
            _ => hasPublicUrl,
        };

    public async Task<SubscriptionStatus> EnsureSubscriptionsAsync(Uri callbackUrl, CancellationToken cancellationToken)
    {
        OuraSetup.Require(_options);
        try
        {
            var present = await subscriptions.ListAsync(cancellationToken);
            var ends = new List<DateTimeOffset?>();
            foreach (var eventType in EventTypes)
            {
                var subscription = await EnsureAsync(present, eventType, callbackUrl, cancellationToken);
                ends.Add(subscription?.ExpiresAt);
            }

            return new(LookAgainAt(ends), ends.Min(), ends.Count, Repaired: 0);
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
                _ => OuraFaults.Of(exception),
            };
        }
    }

    public async Task RemoveSubscriptionsAsync(Uri callbackUrl, CancellationToken cancellationToken)
    {
        foreach (var own in await OuraFaults.GuardAsync(subscriptions.ListAsync(cancellationToken)))
        {
            if (own.CallbackUrl == callbackUrl.AbsoluteUri)
            {
                await subscriptions.DeleteAsync(own, cancellationToken);
            }
        }
    }

    private string Token => OuraWebhook.VerificationToken(_options.Application.Secret);

    private async Task<OuraSubscription?> EnsureAsync(
        IReadOnlyList<OuraSubscription> present,
        OuraEventType eventType,
        Uri callbackUrl,
        CancellationToken cancellationToken
    )
    {
        var candidates = present.Where(s => s.DataType == OuraWebhook.WorkoutType && s.EventType == eventType).ToList();
        var subscription = candidates.Find(s => s.CallbackUrl == callbackUrl.AbsoluteUri) ?? candidates.FirstOrDefault();
        if (subscription is not null && subscription.CallbackUrl != callbackUrl.AbsoluteUri)
        {
            subscription = await subscriptions.UpdateAsync(subscription, callbackUrl, Token, cancellationToken);
        }

        if (subscription is not null && IsPastHalfLife(subscription))
        {
            subscription = await RenewAsync(subscription, callbackUrl, cancellationToken);
        }

        return subscription ?? await subscriptions.CreateAsync(callbackUrl, Token, eventType, OuraWebhook.WorkoutType, cancellationToken);
    }

    private async Task<OuraSubscription?> RenewAsync(OuraSubscription subscription, Uri callbackUrl, CancellationToken cancellationToken)
    {
        try
        {
            return await subscriptions.RenewAsync(subscription, cancellationToken);
        }
        catch (OuraRejectedException)
        {
            // Oura may repeat the handshake with the token that it knows, which is of an earlier client secret.
            return await subscriptions.UpdateAsync(subscription, callbackUrl, Token, cancellationToken) is { } updated
                ? await subscriptions.RenewAsync(updated, cancellationToken)
                : null;
        }
    }

    private bool IsPastHalfLife(OuraSubscription subscription) =>
        subscription.ExpiresAt is not { } end || end - time.GetUtcNow() < HalfLife;

    private DateTimeOffset LookAgainAt(IEnumerable<DateTimeOffset?> ends)
    {
        var now = time.GetUtcNow();
        var soonest = ends.Min(end => ((end ?? now + LongestPause) - now) / 2);
        return now + TimeSpan.FromTicks(Math.Clamp(soonest.Ticks, ShortestPause.Ticks, LongestPause.Ticks));
    }
}
