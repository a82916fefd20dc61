using System.Security.Claims;
using FitGlue.Engine.Matching;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Matching;

/// <summary>Which records are of one workout, and the person's word on it.</summary>
internal static class MatchEndpoints
{
    public static void MapMatches(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/activities/{id:guid}/matches").WithTags("Matching");
        group.MapGet("/", ListAsync);
        group.MapPut("/{other:guid}", RuleAsync);
    }

    private static async Task<Results<Ok<Page<MatchModel>>, ProblemHttpResult>> ListAsync(
        Guid id,
        ClaimsPrincipal user,
        Judging judging,
        CancellationToken cancellationToken
    ) =>
        await judging.AroundAsync(user.UserId(), id, cancellationToken) is { } around
            ? TypedResults.Ok(new Page<MatchModel>(MatchModel.Of(around), null))
            : Problems.NotFound("activity");

    private static async Task<Results<NoContent, ProblemHttpResult>> RuleAsync(
        Guid id,
        Guid other,
        RulingRequest request,
        ClaimsPrincipal user,
        Judging judging,
        CancellationToken cancellationToken
    ) =>
        request.Ruling is { } ruling && !Enum.IsDefined(ruling) ? Problems.Invalid("A ruling is same, different or null.")
        : await judging.RuleAsync(user.UserId(), id, other, request.Ruling, cancellationToken) ? TypedResults.NoContent()
        : Problems.NotFound("activity within a day of the other");
}
