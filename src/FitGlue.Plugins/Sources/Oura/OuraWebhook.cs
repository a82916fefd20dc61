using System.Security.Cryptography;
using System.Text;
using FitGlue.Core.Sources;
using FitGlue.Oura.Authorization;
using FitGlue.Oura.Webhooks;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Verifies and reads what Oura sends; pure.</summary>
internal static class OuraWebhook
{
    public const string WorkoutType = "workout";
    public const string SessionType = "session";

    public static WebhookReading Read(WebhookRequest request, ClientSecret secret)
    {
        var check = OuraSignature.Check(
            request.Body.Span,
            Values(request, OuraSignature.SignatureHeader),
            Values(request, OuraSignature.TimestampHeader),
            secret
        );
        return check is SignatureCheck.Valid ? Read(request.Body) : new WebhookReading.Rejected(ReasonOf(check));
    }

    /// <summary>Derived from the client secret, so that it needs no storage and every node knows it.</summary>
    public static string VerificationToken(ClientSecret secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Value), "fitglue oura webhook verification 1"u8));

    private static WebhookReading Read(ReadOnlyMemory<byte> body) =>
        OuraEvent.Read(body) switch
        {
            EventReading.Read(var read) => new WebhookReading.Accepted(
                new(
                    read.UserId,
                    read.DataType,
                    read.DataType == SessionType ? OuraSessions.ObjectIdOf(read.ObjectId) : read.ObjectId,
                    TypeOf(read.EventType),
                    read.EventTime,
                    read.DataType is WorkoutType or SessionType
                )
            ),
            EventReading.Unreadable(var reason) => new WebhookReading.Unreadable(reason),
            var other => new WebhookReading.Unreadable(other.GetType().Name),
        };

    private static SourceEventType TypeOf(OuraEventType type) =>
        type switch
        {
            OuraEventType.Create => SourceEventType.Create,
            OuraEventType.Delete => SourceEventType.Delete,
            _ => SourceEventType.Update,
        };

    private static string ReasonOf(SignatureCheck check) =>
        check switch
        {
            SignatureCheck.Missing(var header) => $"The header {header} is missing.",
            SignatureCheck.Repeated(var header) => $"The header {header} came more than once.",
            SignatureCheck.Malformed => "The signature is not 64 hexadecimal digits.",
            SignatureCheck.NoSecret => "Oura__ClientSecret is not set, so no signature can be checked.",
            _ => "The signature does not match: other bytes, or another client secret than Oura__ClientSecret.",
        };

    private static List<string?> Values(WebhookRequest request, string header) =>
        [
            .. request
                .Headers.Where(pair => string.Equals(pair.Key, header, StringComparison.OrdinalIgnoreCase))
                .SelectMany(pair => pair.Value),
        ];
}
