using System.Security.Claims;
using FitGlue.Engine.Runs;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Runs;

/// <summary>What pipelines ask the person.</summary>
internal static class QuestionEndpoints
{
    public static void MapQuestions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/questions").WithTags("Questions");
        group.MapGet("/", ListAsync);
        group.MapPost("/{id:guid}/answer", AnswerAsync);
    }

    private static async Task<Ok<Page<QuestionModel>>> ListAsync(
        ClaimsPrincipal user,
        RunQuestions questions,
        AnswerLinks links,
        CancellationToken cancellationToken
    )
    {
        var open = await questions.OpenAsync(user.UserId(), cancellationToken);
        return TypedResults.Ok(new Page<QuestionModel>([.. open.Select(row => QuestionModel.Of(row, links))], null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> AnswerAsync(
        Guid id,
        AnswerRequest request,
        ClaimsPrincipal user,
        RunQuestions questions,
        CancellationToken cancellationToken
    ) =>
        request.Answer is not { Length: <= RunQuestion.LongestAnswer }
            ? Problems.Invalid($"An answer is a text of {RunQuestion.LongestAnswer} characters at most.")
        : await questions.AnswerAsync(user.UserId(), id, request.Answer, cancellationToken) ? TypedResults.NoContent()
        : Problems.NotFound("question");
}

public sealed record AnswerRequest(string? Answer);

/// <param name="Until">From then on the run goes on without an answer; a later one still counts.</param>
/// <param name="AnswerUrl">A page that takes one answer from whoever has its address, without a sign-in, until seven days after that.</param>
public sealed record QuestionModel(
    Guid Id,
    Guid ActivityId,
    Guid PipelineId,
    string Text,
    DateTimeOffset AskedAt,
    DateTimeOffset Until,
    Uri AnswerUrl
)
{
    public static QuestionModel Of(RunQuestion row, AnswerLinks links) =>
        new(row.Id, row.ActivityId, row.PipelineId, row.Text, row.AskedAt, row.Until, links.Of(row));
}
