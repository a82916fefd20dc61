using System.Security.Claims;
using FitGlue.Engine.Deliver;
using FitGlue.Server.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Restore;

/// <summary>After a restore: what would be sent is compared with what the targets have, then let go.</summary>
internal static class RestoreEndpoints
{
    public static void MapRestore(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/restore").WithTags("Restore");
        group.MapGet("/", ReadAsync);
        group.MapPost("/resume", ResumeAsync);
    }

    private static async Task<Ok<RestoreModel>> ReadAsync(
        ClaimsPrincipal user,
        RestoredDeliveries deliveries,
        CancellationToken cancellationToken
    )
    {
        var restored = await deliveries.LastAsync(cancellationToken);
        return TypedResults.Ok(
            new RestoreModel(
                restored?.RestoredAt,
                restored?.BackupOf,
                restored?.IsPausedFor(user.UserId()) is true,
                restored is null ? [] : await deliveries.CompareAsync(user.UserId(), cancellationToken)
            )
        );
    }

    private static async Task<NoContent> ResumeAsync(
        ClaimsPrincipal user,
        RestoredDeliveries deliveries,
        CancellationToken cancellationToken
    )
    {
        await deliveries.ResumeAsync(user.UserId(), cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <param name="RestoredAt">Null: never.</param>
/// <param name="BackupOf">When the backup was made.</param>
/// <param name="DeliveriesPaused">Nothing of this user is sent until that one resumes.</param>
/// <param name="Waiting">What the targets say about what waits for them.</param>
public sealed record RestoreModel(DateTimeOffset? RestoredAt, string? BackupOf, bool DeliveriesPaused, IReadOnlyList<Comparison> Waiting);
