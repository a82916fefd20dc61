using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Hosting;

/// <summary>Errors of the API: problem+json with a code that stays.</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(statusCode: status, detail: detail, extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>The same for what does not exist and for what is another user's.</summary>
    public static ProblemHttpResult NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, $"{what}_not_found", $"There is no such {what}.");

    public static ProblemHttpResult Invalid(string detail) => Of(StatusCodes.Status400BadRequest, "invalid", detail);
}
