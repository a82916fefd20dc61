using FitGlue.Engine.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Health;

/// <summary>Whether the server takes work: not before it is up, not while it stops.</summary>
public sealed class Readiness(IHostApplicationLifetime lifetime, Database database)
{
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }

        await using var db = await database.OpenAsync(cancellationToken);
        return await db.Database.CanConnectAsync(cancellationToken);
    }
}

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok")).WithTags("Health");
        routes.MapGet("/readyz", ReadyAsync).WithTags("Health");
    }

    private static async Task<Results<ContentHttpResult, StatusCodeHttpResult>> ReadyAsync(
        Readiness readiness,
        CancellationToken cancellationToken
    ) =>
        await readiness.IsReadyAsync(cancellationToken)
            ? TypedResults.Text("ready")
            : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
}
