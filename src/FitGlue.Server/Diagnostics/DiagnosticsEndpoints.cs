using System.Security.Claims;
using FitGlue.Engine.Answers;
using FitGlue.Engine.Upkeep;
using FitGlue.Server.Accounts;
using FitGlue.Server.Connections;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Diagnostics;

internal static class DiagnosticsEndpoints
{
    public static void MapDiagnostics(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/diagnostics").WithTags("Diagnostics");
        group.MapGet("/", ReadAsync);
        group.MapGet("/{question}", AnswerAsync);
        routes.MapGet("/activities/{id:guid}/diagnostics", OfActivityAsync).WithTags("Diagnostics");
    }

    /// <param name="probe">Ask the source now; what is missing here is then fetched.</param>
    private static async Task<Ok<DiagnosticsModel>> ReadAsync(
        ClaimsPrincipal user,
        Diagnosis diagnosis,
        LiveListing live,
        ConnectionQueries connections,
        OdditiesQueries oddities,
        Checks checks,
        bool? probe,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            new DiagnosticsModel(
                time.GetUtcNow(),
                await diagnosis.OfAsync(user.UserId(), probe is true ? live : null, cancellationToken),
                await connections.ListAsync(user.UserId(), cancellationToken),
                await checks.ListAsync(cancellationToken),
                await oddities.ReadAsync(user.UserId(), cancellationToken)
            )
        );

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> AnswerAsync(
        string question,
        ClaimsPrincipal user,
        Diagnosis diagnosis,
        LiveListing live,
        bool? probe,
        CancellationToken cancellationToken
    ) =>
        await diagnosis.OfAsync(user.UserId(), question, probe is true ? live : null, cancellationToken) is { } answer
            ? TypedResults.Ok(answer)
            : Problems.NotFound("question");

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> OfActivityAsync(
        Guid id,
        ClaimsPrincipal user,
        Diagnosis diagnosis,
        CancellationToken cancellationToken
    ) =>
        await diagnosis.OfActivityAsync(user.UserId(), id, cancellationToken) is { } answer
            ? TypedResults.Ok(answer)
            : Problems.NotFound("activity");
}

/// <param name="At">When it was looked.</param>
/// <param name="Checks">Of the installation itself, the same for every user.</param>
public sealed record DiagnosticsModel(
    DateTimeOffset At,
    IReadOnlyList<Answer> Answers,
    IReadOnlyList<ConnectionModel> Connections,
    IReadOnlyList<Check> Checks,
    Oddities Oddities
);
