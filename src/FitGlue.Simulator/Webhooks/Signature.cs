using System.Security.Cryptography;
using System.Text;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Webhooks;

/// <summary>HMAC-SHA256 with the client secret over timestamp and body, in upper-case hex.</summary>
internal static class Signature
{
    public static string Of(string clientSecret, string timestamp, string body) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(clientSecret), Encoding.UTF8.GetBytes(timestamp + body)));

    public static string Timestamp(DateTimeOffset now, TimestampUnit unit) =>
        unit switch
        {
            TimestampUnit.Milliseconds => now.ToUnixTimeMilliseconds().ToString(),
            TimestampUnit.Iso => Wire.Time(now),
            _ => now.ToUnixTimeSeconds().ToString(),
        };
}
