using FitGlue.Engine.Connections;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace FitGlue.Server.Backfills;

/// <summary>What <c>fitglue backfill</c> asks of the running server, in the name of a user whom it names.</summary>
internal static class LocalBackfills
{
    public static void MapLocalBackfills(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/backfills");
        group.MapPost("/", BeginAsync);
        group.MapGet("/{id:guid}", ReadAsync);
    }

    private static async Task<Results<Ok<BackfillModel>, ProblemHttpResult>> BeginAsync(
        string? user,
        BackfillRequest request,
        UserManager<User> users,
        BackfillStore backfills,
        CancellationToken cancellationToken
    )
    {
        if (users.FindLocal(user) is not { } found)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "no_such_user", LocalUser.Unknown(user));
        }

        return await backfills.BeginAsync(found.Id, request, cancellationToken) switch
        {
            BackfillStart.Begun begun when await backfills.FindAsync(found.Id, begun.Id, cancellationToken) is { } backfill =>
                TypedResults.Ok(backfill),
            BackfillStart.Refused refused => Problems.Invalid(refused.Reason),
            _ => Problems.NotFound("backfill"),
        };
    }

    private static async Task<Results<Ok<BackfillModel>, ProblemHttpResult>> ReadAsync(
        Guid id,
        string? user,
        UserManager<User> users,
        BackfillStore backfills,
        CancellationToken cancellationToken
    ) =>
        users.FindLocal(user) is { } found && await backfills.FindAsync(found.Id, id, cancellationToken) is { } backfill
            ? TypedResults.Ok(backfill)
            : Problems.NotFound("backfill");
}
