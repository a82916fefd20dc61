using System.Security.Claims;
using FitGlue.Engine.Athletes;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Athletes;

/// <summary>Whose body it is.</summary>
internal static class AthleteEndpoints
{
    public static void MapAthlete(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/athlete").WithTags("Athlete");
        group.MapGet("/", ReadAsync);
        group.MapPut("/", SaveAsync);
    }

    private static async Task<Ok<AthleteModel>> ReadAsync(
        ClaimsPrincipal user,
        AthleteQueries queries,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await queries.ReadAsync(user.UserId(), cancellationToken));

    private static async Task<Results<Ok<AthleteModel>, ProblemHttpResult>> SaveAsync(
        AthleteRequest request,
        ClaimsPrincipal user,
        AthleteStore athletes,
        AthleteQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (request.Fault(time) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        await athletes.SaveAsync(user.UserId(), request.ToAthlete(), cancellationToken);
        return await ReadAsync(user, queries, cancellationToken);
    }
}
