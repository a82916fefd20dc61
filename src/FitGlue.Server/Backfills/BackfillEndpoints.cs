using System.Security.Claims;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Backfills;

internal static class BackfillEndpoints
{
    public static void MapBackfills(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/backfills").WithTags("Backfills");
        group.MapGet("/", ListAsync);
        group.MapGet("/{id:guid}", ReadAsync);
        group.MapPost("/", BeginAsync);
        group.MapPost("/{id:guid}/pause", PauseAsync);
        group.MapPost("/{id:guid}/resume", ResumeAsync);
        group.MapPost("/{id:guid}/cancel", CancelAsync);
    }

    private static async Task<Ok<Page<BackfillModel>>> ListAsync(
        ClaimsPrincipal user,
        BackfillStore backfills,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(new Page<BackfillModel>(await backfills.ListAsync(user.UserId(), cancellationToken), null));

    private static async Task<Results<Ok<BackfillModel>, ProblemHttpResult>> ReadAsync(
        Guid id,
        ClaimsPrincipal user,
        BackfillStore backfills,
        CancellationToken cancellationToken
    ) => Answer(await backfills.FindAsync(user.UserId(), id, cancellationToken));

    private static async Task<Results<Accepted<BackfillModel>, ProblemHttpResult>> BeginAsync(
        BackfillRequest request,
        ClaimsPrincipal user,
        BackfillStore backfills,
        CancellationToken cancellationToken
    ) =>
        await backfills.BeginAsync(user.UserId(), request, cancellationToken) switch
        {
            BackfillStart.Begun begun when await backfills.FindAsync(user.UserId(), begun.Id, cancellationToken) is { } backfill =>
                TypedResults.Accepted($"/api/v1/backfills/{backfill.Id}", backfill),
            BackfillStart.Refused refused => Problems.Invalid(refused.Reason),
            _ => Problems.NotFound("backfill"),
        };

    private static async Task<Results<Ok<BackfillModel>, ProblemHttpResult>> PauseAsync(
        Guid id,
        ClaimsPrincipal user,
        BackfillStore backfills,
        CancellationToken cancellationToken
    ) => Answer(await backfills.PauseAsync(user.UserId(), id, cancellationToken));

    private static async Task<Results<Ok<BackfillModel>, ProblemHttpResult>> ResumeAsync(
        Guid id,
        ClaimsPrincipal user,
        BackfillStore backfills,
        CancellationToken cancellationToken
    ) => Answer(await backfills.ResumeAsync(user.UserId(), id, cancellationToken));

    private static async Task<Results<Ok<BackfillModel>, ProblemHttpResult>> CancelAsync(
        Guid id,
        ClaimsPrincipal user,
        BackfillStore backfills,
        CancellationToken cancellationToken
    ) => Answer(await backfills.CancelAsync(user.UserId(), id, cancellationToken));

    private static Results<Ok<BackfillModel>, ProblemHttpResult> Answer(BackfillModel? backfill) =>
        backfill is null ? Problems.NotFound("backfill") : TypedResults.Ok(backfill);
}
