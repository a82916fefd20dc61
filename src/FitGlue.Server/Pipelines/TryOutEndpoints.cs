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
    ) => await LookAsync(await pipelines.FindAsync(user.UserId(), id, cancellationToken), request, dryRuns, cancellationToken);

    private static async Task<Results<Ok<ReplayModel>, ProblemHttpResult>> ReplayAsync(
        Guid id,
        ReplayRequest request,
        ClaimsPrincipal user,
        PipelineStore pipelines,
        Replays replays,
        CancellationToken cancellationToken
    ) => await RunAgainAsync(await pipelines.FindAsync(user.UserId(), id, cancellationToken), request, replays, cancellationToken);

    /// <param name="pipeline">Null: there is none.</param>
    public static async Task<Results<Ok<Page<DryRunModel>>, ProblemHttpResult>> LookAsync(
        Pipeline? pipeline,
        DryRunRequest request,
        DryRuns dryRuns,
        CancellationToken cancellationToken
    )
    {
        if (request.Fault is { } fault)
        {
            return Problems.Invalid(fault);
        }

        if (pipeline is null)
        {
            return Problems.NotFound("pipeline");
        }

        var runs = await dryRuns.RunAsync(pipeline, request.Choice, cancellationToken);
        return TypedResults.Ok(new Page<DryRunModel>([.. runs.Select(DryRunModel.Of)], null));
    }

    /// <param name="pipeline">Null: there is none.</param>
    public static async Task<Results<Ok<ReplayModel>, ProblemHttpResult>> RunAgainAsync(
        Pipeline? pipeline,
        ReplayRequest request,
        Replays replays,
        CancellationToken cancellationToken
    )
    {
        if (request.Fault is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return pipeline is null
            ? Problems.NotFound("pipeline")
            : TypedResults.Ok(
                new ReplayModel(await replays.RunAsync(pipeline, request.Choice, request.DryRun, cancellationToken), request.DryRun)
            );
    }
}
