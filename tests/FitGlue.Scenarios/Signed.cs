using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FitGlue.Testing;

namespace FitGlue.Scenarios;

/// <summary>Webhook calls as the provider signs them, or as somebody else tries to.</summary>
internal static class Signed
{
    public static string Event(
        string objectId,
        string user,
        string eventType = "create",
        string dataType = "workout",
        string time = "2026-06-15T12:00:00+00:00"
    ) =>
        JsonSerializer.Serialize(
            new
            {
                event_type = eventType,
                data_type = dataType,
                object_id = objectId,
                event_time = time,
                user_id = user,
            }
        );

    public static HttpRequestMessage Call(TestSystem system, string body, string secret = TestSystem.ClientSecret) =>
        Call(system.Time.GetUtcNow(), body, secret);

    public static HttpRequestMessage Call(DateTimeOffset now, string body, string secret = TestSystem.ClientSecret)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var call = Unsigned(body);
        call.Headers.Add("x-oura-timestamp", timestamp);
        call.Headers.Add(
            "x-oura-signature",
            Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(timestamp + body)))
        );
        return call;
    }

    public static HttpRequestMessage Unsigned(string body) =>
        new(HttpMethod.Post, "/webhooks/oura") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
