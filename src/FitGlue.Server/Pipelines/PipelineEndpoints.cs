using System.Security.Claims;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Pipelines;

internal static class PipelineEndpoints
{
    public static void MapPipelines(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/pipelines").WithTags("Pipelines");
        group.MapGet("/", ListAsync);
        group.MapGet("/{id:guid}", ReadAsync);
        group.MapPost("/", CreateAsync);
        group.MapPatch("/{id:guid}", ChangeAsync);
        group.MapDelete("/{id:guid}", DeleteAsync);
    }

    private static async Task<Ok<Page<PipelineModel>>> ListAsync(
        ClaimsPrincipal user,
        PipelineStore pipelines,
        PipelineModels models,
        CancellationToken cancellationToken
    )
    {
        var items = new List<PipelineModel>();
        foreach (var row in await pipelines.ListAsync(user.UserId(), cancellationToken))
        {
            items.Add(await models.OfAsync(row, cancellationToken));
        }

        return TypedResults.Ok(new Page<PipelineModel>(items, null));
    }

    private static async Task<Results<Ok<PipelineModel>, ProblemHttpResult>> ReadAsync(
        Guid id,
        ClaimsPrincipal user,
        PipelineStore pipelines,
        PipelineModels models,
        CancellationToken cancellationToken
    ) =>
        await pipelines.FindAsync(user.UserId(), id, cancellationToken) is { } pipeline
            ? TypedResults.Ok(await models.OfAsync(pipeline, cancellationToken))
            : Problems.NotFound("pipeline");

    private static async Task<Results<Created<PipelineModel>, ProblemHttpResult>> CreateAsync(
        PipelineChange pipeline,
        ClaimsPrincipal user,
        PipelineStore pipelines,
        PipelineModels models,
        Engine.Registry registry,
        CancellationToken cancellationToken
    )
    {
        string[] missing = pipeline is { Name: not null, Source: not null, Targets: not null }
            ? []
            : ["A pipeline needs a name, a source and targets."];
        if (missing.Concat(pipeline.Faults(registry)).ToList() is { Count: > 0 } faults)
        {
            return Problems.Invalid(string.Join(' ', faults));
        }

        var created = await pipelines.CreateAsync(user.UserId(), pipeline, cancellationToken);
        return TypedResults.Created($"/api/v1/pipelines/{created.Id}", await models.OfAsync(created, cancellationToken));
    }

    private static async Task<Results<Ok<PipelineModel>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        PipelineChange change,
        ClaimsPrincipal user,
        PipelineStore pipelines,
        PipelineModels models,
        Engine.Registry registry,
        CancellationToken cancellationToken
    )
    {
        if (await pipelines.FindAsync(user.UserId(), id, cancellationToken) is not { } saved)
        {
            return Problems.NotFound("pipeline");
        }

        string[] moved = change.Source is null ? [] : ["The source of a pipeline stays; make another pipeline."];
        if (moved.Concat(change.Faults(registry, saved.Source)).ToList() is { Count: > 0 } faults)
        {
            return Problems.Invalid(string.Join(' ', faults));
        }

        return await pipelines.ChangeAsync(user.UserId(), id, change, cancellationToken) is { } changed
            ? TypedResults.Ok(await models.OfAsync(changed, cancellationToken))
            : Problems.NotFound("pipeline");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        ClaimsPrincipal user,
        PipelineStore pipelines,
        CancellationToken cancellationToken
    ) => await pipelines.DeleteAsync(user.UserId(), id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("pipeline");
}
