using FitGlue.Core.Sources;
using FitGlue.Oura.Webhooks;

namespace FitGlue.Plugins.Sources.Oura;

internal sealed partial class OuraSource
{
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

    public Task<SubscriptionStatus> EnsureSubscriptionsAsync(Uri callbackUrl, bool withSessions, CancellationToken cancellationToken)
    {
        OuraSetup.Require(_options);
        return OuraFaults.GuardSubscriptionsAsync(upkeep.EnsureAsync(callbackUrl, withSessions, cancellationToken));
    }

    public async Task RemoveSubscriptionsAsync(Uri callbackUrl, CancellationToken cancellationToken)
    {
        OuraSetup.Require(_options);
        await OuraFaults.GuardSubscriptionsAsync(upkeep.RemoveAsync(callbackUrl, cancellationToken));
    }

    private string Token => OuraWebhook.VerificationToken(_options.Application.Secret);
}
