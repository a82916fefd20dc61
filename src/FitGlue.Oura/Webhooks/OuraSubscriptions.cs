using System.Net.Http.Json;
using System.Text.Json;
using FitGlue.Oura.Authorization;

namespace FitGlue.Oura.Webhooks;

/// <summary>
/// The application's webhook subscriptions. While one is created or changed Oura calls the callback address
/// (<see cref="OuraChallenge"/>), so that must be up first. Every call may throw an <see cref="OuraException"/>.
/// </summary>
public sealed class OuraSubscriptions(HttpClient http, Uri apiBaseUrl, OuraApplication application, TimeProvider time)
{
    private const int LargestAnswer = 1024 * 1024;

    private readonly Transport _transport = new(http, time, LargestAnswer);

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<OuraSubscription>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, "", null, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw Refusal.OfApplication(answer);
        }

        using var json = answer.Parse();
        return json.RootElement.ValueKind is JsonValueKind.Array
            ? [.. json.RootElement.EnumerateArray().Select(OuraSubscription.Read).OfType<OuraSubscription>()]
            : throw new OuraUnavailableException("Oura's answer holds no list of subscriptions.");
    }

    /// <summary>Creates one; null: there is one of these types already, made by somebody else in the meantime (409).</summary>
    public async Task<OuraSubscription?> CreateAsync(
        Uri callbackUrl,
        string verificationToken,
        OuraEventType eventType,
        string dataType,
        CancellationToken cancellationToken
    )
    {
        var body = Body(callbackUrl, verificationToken);
        body["event_type"] = eventType.Word();
        body["data_type"] = dataType;
        var answer = await SendAsync(HttpMethod.Post, "", body, cancellationToken);
        return answer.Status == 409 ? null : ReadOne(answer);
    }

    /// <summary>Gives one another address or token; null: it is gone.</summary>
    public Task<OuraSubscription?> UpdateAsync(
        OuraSubscription subscription,
        Uri callbackUrl,
        string verificationToken,
        CancellationToken cancellationToken
    ) => ChangeAsync(PathOf(subscription), Body(callbackUrl, verificationToken), cancellationToken);

    /// <summary>Gives one a new end; null: it is gone.</summary>
    public Task<OuraSubscription?> RenewAsync(OuraSubscription subscription, CancellationToken cancellationToken) =>
        ChangeAsync("/renew" + PathOf(subscription), null, cancellationToken);

    /// <summary>Deletes one. That it was gone already is no error.</summary>
    public async Task DeleteAsync(OuraSubscription subscription, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Delete, PathOf(subscription), null, cancellationToken);
        if (!answer.IsSuccess && !SaysThatItIsGone(answer))
        {
            throw Refusal.OfApplication(answer);
        }
    }

    private async Task<OuraSubscription?> ChangeAsync(string path, Dictionary<string, string>? body, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Put, path, body, cancellationToken);
        return SaysThatItIsGone(answer) ? null : ReadOne(answer);
    }

    // The documentation says 403 for an unknown id, an implementation says 404.
    private static bool SaysThatItIsGone(Answer answer) => answer.Status is 403 or 404;

    private static OuraSubscription ReadOne(Answer answer)
    {
        if (!answer.IsSuccess)
        {
            throw Refusal.OfApplication(answer);
        }

        using var json = answer.Parse();
        return OuraSubscription.Read(json.RootElement) ?? throw new OuraUnavailableException("Oura's subscription holds no id.");
    }

    private static Dictionary<string, string> Body(Uri callbackUrl, string verificationToken) =>
        new() { ["callback_url"] = callbackUrl.AbsoluteUri, ["verification_token"] = verificationToken };

    private static string PathOf(OuraSubscription subscription) => "/" + Uri.EscapeDataString(subscription.Id);

    private async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        Dictionary<string, string>? body,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, Url.Below(apiBaseUrl, "/v2/webhook/subscription" + path));
        request.Headers.TryAddWithoutValidation("x-client-id", application.ClientId);
        request.Headers.TryAddWithoutValidation("x-client-secret", application.Secret.Value);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await _transport.SendAsync(request, cancellationToken);
    }
}
