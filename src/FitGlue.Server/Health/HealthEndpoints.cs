using FitGlue.Engine.Upkeep;
using FitGlue.Engine.Work;
using FitGlue.Server.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Health;

/// <summary>Whether the server takes work: not before it is up, not while it stops, not while something fails.</summary>
public sealed class Readiness(IHostApplicationLifetime lifetime, InstallationChecks installation, Checks checks, Sweep sweep)
{
    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellationToken) =>
        [Serving(), Work(), .. await installation.RunAsync(cancellationToken), .. await checks.SubscriptionsAsync(cancellationToken)];

    private Check Serving() =>
        !lifetime.ApplicationStarted.IsCancellationRequested ? new("serving", CheckState.Fail, "The server is starting.")
        : lifetime.ApplicationStopping.IsCancellationRequested ? new("serving", CheckState.Fail, "The server is stopping.")
        : new("serving", CheckState.Ok, "The server takes requests.");

    private Check Work() =>
        sweep.IsAlive
            ? new("work", CheckState.Ok, "Due work is looked for.")
            : new(
                "work",
                CheckState.Fail,
                "Nobody has looked for due work for a while.",
                "Restart the server; the log says why it stopped."
            );
}

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok")).WithTags("Health");
        routes.MapGet("/readyz", ReadyAsync).WithTags("Health");
    }

    // What the checks found names paths: that is for those who are signed in.
    private static async Task<JsonHttpResult<ReadinessModel>> ReadyAsync(
        HttpContext context,
        Readiness readiness,
        CancellationToken cancellationToken
    )
    {
        var checks = await readiness.RunAsync(cancellationToken);
        var isReady = checks.All(check => check.State is not CheckState.Fail);
        var isSignedIn = context.User.Identity?.IsAuthenticated is true;
        return TypedResults.Json(
            new ReadinessModel(
                isReady ? "ready" : "not-ready",
                [.. checks.Select(check => isSignedIn ? CheckModel.Of(check) : new(check.Id, check.State, null, null))]
            ),
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }
}

/// <param name="Status">ready or not-ready.</param>
public sealed record ReadinessModel(string Status, IReadOnlyList<CheckModel> Checks);

/// <param name="Detail">For those who are signed in.</param>
public sealed record CheckModel(string Id, CheckState State, string? Detail, string? Next)
{
    public static CheckModel Of(Check check) => new(check.Id, check.State, check.Text, check.Next);
}
