using System.Security.Cryptography;
using System.Text;

namespace Acknowledgement;

/// <summary>Events of somebody whom the server does not know, each with an id of its own: kept, and nothing else.</summary>
internal static class SignedEvents
{
    public const string ClientSecret = "the-secret-of-the-benchmark";

    private static readonly byte[] Key = Encoding.UTF8.GetBytes(ClientSecret);

    /// <summary>A whole HTTP request.</summary>
    public static byte[] Request(string objectId, int port)
    {
        const string Timestamp = "1772366400";
        var body =
            $$"""{"event_type":"update","data_type":"workout","object_id":"{{objectId}}","event_time":"2026-03-01T08:00:00+00:00","user_id":"nobody-we-know-of"}""";
        var signature = Convert.ToHexString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(Timestamp + body)));
        return Encoding.UTF8.GetBytes(
            $"POST /webhooks/oura HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\nx-oura-timestamp: {Timestamp}\r\n"
                + $"x-oura-signature: {signature}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
        );
    }
}
