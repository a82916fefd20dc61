using System.Security.Cryptography;
using System.Text;
using CsCheck;
using FitGlue.Oura.Authorization;
using FitGlue.Oura.Webhooks;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

public sealed class SignatureTests
{
    private const string Timestamp = "1772366400";
    private static readonly ClientSecret Secret = new("our-secret");
    private static readonly byte[] Body = """{"event_type":"update"}"""u8.ToArray();
    private static readonly string Signature = SignatureOf(Body, Timestamp, Secret);

    [Fact]
    public void Accepts_what_oura_signed_in_any_case_of_the_digits()
    {
        Check([Signature], [Timestamp]).ShouldBeOfType<SignatureCheck.Valid>();
        Check([Signature.ToLowerInvariant()], [Timestamp]).ShouldBeOfType<SignatureCheck.Valid>();
        Check([Signature[..32] + Signature[32..].ToLowerInvariant()], [Timestamp]).ShouldBeOfType<SignatureCheck.Valid>();
    }

    // Computed with: printf '1234567890{"a":1}' | openssl dgst -sha256 -hmac key
    [Fact]
    public void Computes_what_another_program_computes() =>
        OuraSignature
            .Check("""{"a":1}"""u8, ["DED586A3840CD26C011EA5F76D84CAA3CB6730C088B58EA480DFEEFE4600DC6D"], ["1234567890"], new("key"))
            .ShouldBeOfType<SignatureCheck.Valid>();

    [Fact]
    public void Has_no_window_of_time()
    {
        string[] timestamps = ["0", "-1", "99999999999999999999", "1772366400000", "2026-03-01T12:00:00Z", "soon"];

        timestamps.ShouldAllBe(timestamp => Check(SignatureOf(Body, timestamp, Secret), timestamp) is SignatureCheck.Valid);
    }

    [Fact]
    public void Rejects_other_bytes_another_timestamp_and_another_secret()
    {
        OuraSignature.Check("""{"event_type": "update"}"""u8, [Signature], [Timestamp], Secret).ShouldBeOfType<SignatureCheck.Mismatch>();
        Check(Signature, "1772366401").ShouldBeOfType<SignatureCheck.Mismatch>();
        OuraSignature.Check(Body, [Signature], [Timestamp], new("rotated-out")).ShouldBeOfType<SignatureCheck.Mismatch>();
    }

    [Fact]
    public void Rejects_each_missing_and_each_doubled_header()
    {
        Check([], [Timestamp]).ShouldBe(new SignatureCheck.Missing(OuraSignature.SignatureHeader));
        Check([""], [Timestamp]).ShouldBe(new SignatureCheck.Missing(OuraSignature.SignatureHeader));
        Check([Signature], []).ShouldBe(new SignatureCheck.Missing(OuraSignature.TimestampHeader));
        Check([Signature, Signature], [Timestamp]).ShouldBe(new SignatureCheck.Repeated(OuraSignature.SignatureHeader));
        Check([Signature], [Timestamp, Timestamp]).ShouldBe(new SignatureCheck.Repeated(OuraSignature.TimestampHeader));
    }

    [Theory]
    [InlineData(" {0}")]
    [InlineData("{0} ")]
    [InlineData("sha256={0}")]
    [InlineData("{0},{0}")]
    [InlineData("{0}00")]
    public void Rejects_what_is_more_than_the_digits(string shape) =>
        Check(string.Format(null, shape, Signature), Timestamp).ShouldBeOfType<SignatureCheck.Malformed>();

    [Fact]
    public void Trusts_nothing_without_a_secret() =>
        OuraSignature.Check(Body, [SignatureOf(Body, Timestamp, new(""))], [Timestamp], new("")).ShouldBeOfType<SignatureCheck.NoSecret>();

    [Fact]
    public void Never_throws_and_never_accepts_what_was_not_signed() =>
        Gen.Select(Gen.Byte.Array, Gen.String.Array[0, 3], Gen.String.Array[0, 3])
            .Sample(
                (body, signatures, timestamps) => OuraSignature.Check(body, signatures, timestamps, Secret) is not SignatureCheck.Valid
            );

    [Fact]
    public void Accepts_any_body_that_was_signed() =>
        Gen.Select(Gen.Byte.Array, Gen.String[1, 40])
            .Sample(
                (body, timestamp) =>
                    OuraSignature.Check(body, [SignatureOf(body, timestamp, Secret)], [timestamp], Secret) is SignatureCheck.Valid
            );

    private static SignatureCheck Check(string signature, string timestamp) => Check([signature], [timestamp]);

    private static SignatureCheck Check(string[] signatures, string[] timestamps) =>
        OuraSignature.Check(Body, signatures, timestamps, Secret);

    private static string SignatureOf(byte[] body, string timestamp, ClientSecret secret) =>
        Convert.ToHexString(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Value), Encoding.UTF8.GetBytes(timestamp).Concat(body).ToArray())
        );
}
