using System.Security.Claims;
using System.Text.Json;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Runs;

internal static class RunEndpoints
{
    /// <summary>As the API writes them.</summary>
    private static readonly IReadOnlyDictionary<string, RunState> States = Enum.GetValues<RunState>()
        .ToDictionary(state => JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString()));

    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/runs").WithTags("Runs");
        group.MapGet("/", ListAsync);
        group.MapGet("/{id:guid}", ReadAsync);
        group.MapPost("/{id:guid}/repost", RepostAsync);
    }

    private static async Task<Results<Ok<Page<RunModel>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal user,
        RunQueries runs,
        Guid? activityId,
        Guid? pipelineId,
        string? state,
        string? cursor,
        int? limit,
        CancellationToken cancellationToken
    )
    {
        if (!Cursor.TryRead(cursor, out var before))
        {
            return Problems.Invalid(Cursor.Foreign);
        }

        if (state is not null && !States.ContainsKey(state))
        {
            return Problems.Invalid($"The state is one of {string.Join(", ", States.Keys)}.");
        }

        RunState? inState = state is null ? null : States[state];
        var filter = new RunFilter(user.UserId(), activityId, pipelineId, inState, Cursor.Limit(limit)) { Before = before };
        var models = await runs.ListAsync(filter, cancellationToken);
        return TypedResults.Ok(Cursor.PageOf(models, filter.Limit, run => new(run.CreatedAt, run.Id), run => run));
    }

    private static async Task<Results<Ok<RunModel>, ProblemHttpResult>> ReadAsync(
        Guid id,
        ClaimsPrincipal user,
        RunQueries runs,
        CancellationToken cancellationToken
    ) => await runs.FindAsync(user.UserId(), id, cancellationToken) is { } run ? TypedResults.Ok(run) : Problems.NotFound("run");

    private static async Task<Results<Accepted<RunModel>, ProblemHttpResult>> RepostAsync(
        Guid id,
        RepostRequest request,
        ClaimsPrincipal user,
        Reposting reposting,
        RunQueries runs,
        CancellationToken cancellationToken
    ) =>
        await reposting.RepostAsync(user.UserId(), id, request.Mode, cancellationToken) is { } underWay
        && await runs.FindAsync(user.UserId(), underWay, cancellationToken) is { } run
            ? TypedResults.Accepted($"/api/v1/runs/{underWay}", run)
            : Problems.NotFound("run");
}

/// <param name="Mode">full, missing-targets, retry-target or let-through.</param>
public sealed record RepostRequest(RepostMode Mode);
