using System.Security.Claims;
using FitGlue.Engine.Work;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.DeadLetters;

/// <summary>Work that was given up: listed with its reason, tried again, or let go.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/dead-letters").WithTags("Dead letters");
        group.MapGet("/", ListAsync);
        group.MapPost("/{queue}/{id}/retry", RetryAsync);
        group.MapPost("/{queue}/{id}/dismiss", DismissAsync);
    }

    private static async Task<Ok<Page<DeadLetter>>> ListAsync(
        ClaimsPrincipal user,
        Engine.Work.DeadLetters letters,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(new Page<DeadLetter>(await letters.ListAsync(user.UserId(), cancellationToken), null));

    private static async Task<Results<NoContent, ProblemHttpResult>> RetryAsync(
        string queue,
        string id,
        ClaimsPrincipal user,
        Engine.Work.DeadLetters letters,
        CancellationToken cancellationToken
    ) =>
        QueueOf(queue) is { } named && await letters.RetryAsync(user.UserId(), named, id, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("dead_letter");

    private static async Task<Results<NoContent, ProblemHttpResult>> DismissAsync(
        string queue,
        string id,
        ClaimsPrincipal user,
        Engine.Work.DeadLetters letters,
        CancellationToken cancellationToken
    ) =>
        QueueOf(queue) is { } named && await letters.DismissAsync(user.UserId(), named, id, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("dead_letter");

    private static DeadLetterQueue? QueueOf(string name) =>
        Enum.TryParse<DeadLetterQueue>(name, ignoreCase: true, out var queue) && !char.IsDigit(name[0]) ? queue : null;
}
