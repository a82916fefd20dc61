using System.Security.Claims;
using FitGlue.Engine.Runs;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Pipelines;

/// <summary>A pipeline over workouts that are here: to look at what it would do, or to do it again.</summary>
internal static class TryOutEndpoints
{
    public static void MapTryOuts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/pipelines").WithTags("Pipelines");
        group.MapPost("/{id:guid}/dry-run", DryRunAsync);
        group.MapPost("/{id:guid}/replay", ReplayAsync);
    }

    private static async Task<Results<Ok<Page<DryRunModel>>, ProblemHttpResult>> DryRunAsync(
        Guid id,
        DryRunRequest request,
        ClaimsPrincipal user,
        PipelineStore pipelines,
        DryRuns dryRuns,
        CancellationToken cancellationToken
    )
    {
        if (request.Last is < 1 or > DryRuns.Most)
        {
            return Problems.Invalid($"last: between 1 and {DryRuns.Most}.");
        }

        if (await pipelines.FindAsync(user.UserId(), id, cancellationToken) is not { } pipeline)
        {
            return Problems.NotFound("pipeline");
        }

        var runs = await dryRuns.RunAsync(pipeline, request.Last, cancellationToken);
        return TypedResults.Ok(new Page<DryRunModel>([.. runs.Select(DryRunModel.Of)], null));
    }

    private static async Task<Results<Ok<ReplayModel>, ProblemHttpResult>> ReplayAsync(
        Guid id,
        ReplayRequest request,
        ClaimsPrincipal user,
        PipelineStore pipelines,
        Replays replays,
        CancellationToken cancellationToken
    )
    {
        if (request.From is not { } first || request.To < first)
        {
            return Problems.Invalid("from: the first day, such as 2026-01-31, and not after the last one.");
        }

        if (await pipelines.FindAsync(user.UserId(), id, cancellationToken) is not { } pipeline)
        {
            return Problems.NotFound("pipeline");
        }

        var from = new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero);
        var to = request.To is { } last ? new DateTimeOffset(last.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : DateTimeOffset.MaxValue;
        return TypedResults.Ok(
            new ReplayModel(await replays.RunAsync(pipeline, from, to, request.DryRun, cancellationToken), request.DryRun)
        );
    }
}
