using FitGlue.Core.Sources;
using FitGlue.Engine;
using FitGlue.Engine.Inbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Webhooks;

/// <summary>Where sources call us. An event is answered with 2xx only once it is on disk; never with 3xx or 410, which end a subscription.</summary>
internal static partial class WebhookEndpoints
{
    private const int LargestBody = 64 * 1024;

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/webhooks").WithTags("Webhooks").DisableAntiforgery();
        group.MapGet("/{source}", Answer);
        group.MapPost("/{source}", ReceiveAsync);
    }

    private static Results<ContentHttpResult, UnauthorizedHttpResult, NotFound> Answer(
        string source,
        HttpRequest request,
        Engine.Registry registry
    )
    {
        if (registry.Notifying(source) is not { } notifying)
        {
            return TypedResults.NotFound();
        }

        var query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        return notifying.AnswerChallenge(query) is { } json ? TypedResults.Content(json, "application/json") : TypedResults.Unauthorized();
    }

    private static async Task<Results<Accepted, UnauthorizedHttpResult, NotFound, StatusCodeHttpResult>> ReceiveAsync(
        string source,
        HttpRequest request,
        Engine.Registry registry,
        InboxWriter inbox,
        ILogger<InboxWriter> logger,
        CancellationToken cancellationToken
    )
    {
        if (registry.Notifying(source) is not { } notifying)
        {
            return TypedResults.NotFound();
        }

        if (await ReadBodyAsync(request, cancellationToken) is not { } body)
        {
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var headers = request.Headers.ToDictionary(
            header => header.Key,
            IReadOnlyList<string> (header) => [.. header.Value.OfType<string>()],
            StringComparer.OrdinalIgnoreCase
        );
        try
        {
            switch (notifying.ReadWebhook(new(body, headers)))
            {
                case WebhookReading.Accepted accepted:
                    FailPoint.Hit(FailPoint.WebhookRead);
                    await inbox.KeepAsync(source, accepted.Event, body);
                    FailPoint.Hit(FailPoint.WebhookKept);
                    return TypedResults.Accepted((string?)null);
                case WebhookReading.Unreadable unreadable:
                    LogUnreadable(logger, source, unreadable.Reason);
                    await inbox.QuarantineAsync(source, body, unreadable.Reason);
                    return TypedResults.Accepted((string?)null);
                case WebhookReading.Rejected rejected:
                    LogRejected(logger, source, rejected.Reason);
                    return TypedResults.Unauthorized();
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (InboxUnavailableException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <returns>Null: too large.</returns>
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestBody)
        {
            return null;
        }

        var buffer = new byte[(int)(request.ContentLength ?? LargestBody) + 1];
        var length = 0;
        while (await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length == buffer.Length)
            {
                return null;
            }
        }

        return buffer[..length];
    }

    [LoggerMessage(LogLevel.Warning, "Rejected a webhook for {Source}: {Reason}")]
    private static partial void LogRejected(ILogger logger, string source, string reason);

    [LoggerMessage(LogLevel.Warning, "Kept aside a webhook of {Source} that cannot be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string source, string reason);
}
