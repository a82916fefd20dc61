using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using FitGlue.Oura.Authorization;

namespace FitGlue.Oura.Webhooks;

/// <summary>What checking a webhook's signature came to.</summary>
public abstract record SignatureCheck
{
    private SignatureCheck() { }

    /// <summary>Oura sent exactly these bytes.</summary>
    public sealed record Valid : SignatureCheck;

    /// <summary>A header is missing or empty.</summary>
    /// <param name="Header">Which.</param>
    public sealed record Missing(string Header) : SignatureCheck;

    /// <summary>A header came more than once: nobody can say which of them counts.</summary>
    /// <param name="Header">Which.</param>
    public sealed record Repeated(string Header) : SignatureCheck;

    /// <summary>The signature is not 64 hexadecimal digits.</summary>
    public sealed record Malformed : SignatureCheck;

    /// <summary>The signature belongs to other bytes, another timestamp or another secret.</summary>
    public sealed record Mismatch : SignatureCheck;

    /// <summary>There is no secret to check with.</summary>
    public sealed record NoSecret : SignatureCheck;
}

/// <summary>
/// Oura signs each webhook: hexadecimal HMAC-SHA256, keyed with the client secret, of the timestamp header followed by the body.
/// There is no time window, because Oura retries for about an hour and a late timestamp may be an honest one: tell repeats by their content.
/// </summary>
public static class OuraSignature
{
    /// <summary>Header of the signature.</summary>
    public const string SignatureHeader = "x-oura-signature";

    /// <summary>Header of the timestamp, which is signed as it came.</summary>
    public const string TimestampHeader = "x-oura-timestamp";

    /// <summary>Checks a signature in constant time. Never throws, whatever the headers hold.</summary>
    /// <param name="body">The bytes as they came, before any parsing.</param>
    /// <param name="signatures">Every value of <see cref="SignatureHeader"/>.</param>
    /// <param name="timestamps">Every value of <see cref="TimestampHeader"/>.</param>
    /// <param name="secret">The application's secret.</param>
    public static SignatureCheck Check(
        ReadOnlySpan<byte> body,
        IReadOnlyList<string?> signatures,
        IReadOnlyList<string?> timestamps,
        ClientSecret secret
    )
    {
        // Anybody can sign with an empty key.
        if (string.IsNullOrEmpty(secret.Value))
        {
            return new SignatureCheck.NoSecret();
        }

        if (Single(SignatureHeader, signatures, out var signature) is { } noSignature)
        {
            return noSignature;
        }

        if (Single(TimestampHeader, timestamps, out var timestamp) is { } noTimestamp)
        {
            return noTimestamp;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (signature.Length != 2 * given.Length || Convert.FromHexString(signature, given, out _, out _) is not OperationStatus.Done)
        {
            return new SignatureCheck.Malformed();
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(body, timestamp, secret, expected);
        return CryptographicOperations.FixedTimeEquals(given, expected) ? new SignatureCheck.Valid() : new SignatureCheck.Mismatch();
    }

    private static void Compute(ReadOnlySpan<byte> body, string timestamp, ClientSecret secret, Span<byte> signature)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret.Value));
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hmac.AppendData(body);
        hmac.GetHashAndReset(signature);
    }

    private static SignatureCheck? Single(string header, IReadOnlyList<string?> values, out string value)
    {
        value = values is [{ } only] ? only : "";
        return values.Count > 1 ? new SignatureCheck.Repeated(header)
            : value.Length == 0 ? new SignatureCheck.Missing(header)
            : null;
    }
}
