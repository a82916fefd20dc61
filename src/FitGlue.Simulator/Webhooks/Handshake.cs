using System.Security.Cryptography;
using System.Text.Json;
using FitGlue.Simulator.State;
using Microsoft.AspNetCore.WebUtilities;

namespace FitGlue.Simulator.Webhooks;

/// <summary>Asks a callback whether it wants the events: it must know the token and give the challenge back.</summary>
internal sealed class Handshake(HttpMessageInvoker http, Store store, TimeProvider time)
{
    public async Task<bool> SucceedsAsync(string callback, string verificationToken, CancellationToken cancellationToken)
    {
        var challenge = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var query = new Dictionary<string, string?> { ["verification_token"] = verificationToken, ["challenge"] = challenge };
        using var limit = new CancellationTokenSource(store.Read(s => s.Knobs.WebhookTimeout), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, QueryHelpers.AddQueryString(callback, query));
        try
        {
            using var response = await http.SendAsync(request, both.Token);
            return (int)response.StatusCode == 200 && Echo(await response.Content.ReadAsStringAsync(both.Token)) == challenge;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static string? Echo(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return
                json.RootElement.ValueKind is JsonValueKind.Object
                && json.RootElement.TryGetProperty("challenge", out var challenge)
                && challenge.ValueKind is JsonValueKind.String
                ? challenge.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
