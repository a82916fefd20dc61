using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FitGlue.Oura.Webhooks;

/// <summary>The handshake by which Oura checks a callback address before it sends anything there.</summary>
public static class OuraChallenge
{
    private const int Longest = 1024;

    /// <summary>The JSON to answer with status 200; null: answer 401.</summary>
    /// <param name="verificationToken">From the query.</param>
    /// <param name="challenge">From the query.</param>
    /// <param name="expectedToken">What the subscription was created with.</param>
    public static string? Answer(string? verificationToken, string? challenge, string expectedToken)
    {
        if (string.IsNullOrEmpty(expectedToken) || verificationToken is null || challenge is not { Length: > 0 and <= Longest })
        {
            return null;
        }

        var same = CryptographicOperations.FixedTimeEquals(Digest(verificationToken), Digest(expectedToken));
        return same ? $$"""{"challenge":"{{JsonEncodedText.Encode(Valid(challenge))}}"}""" : null;
    }

    // Equal lengths, so that the comparison tells nothing of the expected one.
    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // Half a surrogate pair cannot be written as JSON: the round trip puts a replacement character in its place.
    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
