using FitGlue.Engine.Connections;
using FitGlue.Engine.Runs;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace FitGlue.Server.Pipelines;

/// <summary>What <c>fitglue dry-run</c> and <c>fitglue replay</c> ask of the running server, in the name of a user whom they name.</summary>
internal static class LocalTryOuts
{
    public static void MapLocalTryOuts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/pipelines");
        group.MapPost("/dry-run", DryRunAsync);
        group.MapPost("/replay", ReplayAsync);
    }

    private static async Task<Results<Ok<Page<DryRunModel>>, ProblemHttpResult>> DryRunAsync(
        string pipeline,
        string? user,
        DryRunRequest request,
        UserManager<User> users,
        PipelineStore pipelines,
        DryRuns dryRuns,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(users, pipelines, user, pipeline, cancellationToken) switch
        {
            (null, { } problem) => problem,
            var (found, _) => await TryOutEndpoints.LookAsync(found, request, dryRuns, cancellationToken),
        };

    private static async Task<Results<Ok<ReplayModel>, ProblemHttpResult>> ReplayAsync(
        string pipeline,
        string? user,
        ReplayRequest request,
        UserManager<User> users,
        PipelineStore pipelines,
        Replays replays,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(users, pipelines, user, pipeline, cancellationToken) switch
        {
            (null, { } problem) => problem,
            var (found, _) => await TryOutEndpoints.RunAgainAsync(found, request, replays, cancellationToken),
        };

    /// <param name="pipeline">Its id, or its name.</param>
    private static async Task<(Pipeline? Found, ProblemHttpResult? Problem)> FindAsync(
        UserManager<User> users,
        PipelineStore pipelines,
        string? user,
        string pipeline,
        CancellationToken cancellationToken
    )
    {
        if (users.FindLocal(user) is not { } owner)
        {
            return (null, Problems.Of(StatusCodes.Status404NotFound, "no_such_user", LocalUser.Unknown(user)));
        }

        var all = await pipelines.ListAsync(owner.Id, cancellationToken);
        var meant = all.Where(row => row.Id.ToString() == pipeline || row.Name.Equals(pipeline, StringComparison.OrdinalIgnoreCase));
        return meant.Take(2).ToList() is [var only]
            ? (only, null)
            : (null, Problems.Of(StatusCodes.Status404NotFound, "no_such_pipeline", WhichOf(all, pipeline)));
    }

    private static string WhichOf(IReadOnlyList<Pipeline> all, string pipeline) =>
        all.Count == 0
            ? "There is no pipeline yet: make one on the page Pipelines."
            : $"No one pipeline is meant by “{pipeline}”. There are: {string.Join("; ", all.Select(row => $"{row.Name} ({row.Id})"))}.";
}
