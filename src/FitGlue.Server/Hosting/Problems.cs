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

    /// <summary>A code for what the framework itself answers: a query that cannot be read, nobody signed in, no such route.</summary>
    public static void NameCode(ProblemDetailsOptions options) =>
        options.CustomizeProblemDetails = context =>
            context.ProblemDetails.Extensions.TryAdd(
                "code",
                CodeOf(context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode)
            );

    private static string CodeOf(int status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => "invalid",
            StatusCodes.Status401Unauthorized => "not_signed_in",
            StatusCodes.Status403Forbidden => "forbidden",
            StatusCodes.Status404NotFound => "not_found",
            StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
            StatusCodes.Status413PayloadTooLarge => "too_large",
            StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
            >= 500 => "unexpected",
            _ => "refused",
        };

    public static ProblemHttpResult Invalid(string detail) => Of(StatusCodes.Status400BadRequest, "invalid", detail);
}
