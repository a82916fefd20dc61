using FitGlue.Oura.Webhooks;

namespace Acknowledgement;

/// <summary>The same check and the same reading of an event on the same web server, and nothing kept: what persistence is measured against.</summary>
internal static class Floor
{
    public static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        var app = builder.Build();
        app.MapPost("/webhooks/oura", AnswerAsync);
        await app.RunAsync();
    }

    private static async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new byte[(int)(request.ContentLength ?? 0)];
        await request.Body.ReadExactlyAsync(body, cancellationToken);
        var check = OuraSignature.Check(
            body,
            request.Headers[OuraSignature.SignatureHeader],
            request.Headers[OuraSignature.TimestampHeader],
            new(SignedEvents.ClientSecret)
        );
        return check is SignatureCheck.Valid && OuraEvent.Read(body) is EventReading.Read
            ? Results.StatusCode(StatusCodes.Status202Accepted)
            : Results.Unauthorized();
    }
}
