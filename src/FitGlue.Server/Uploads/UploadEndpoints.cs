using System.Security.Claims;
using FitGlue.Engine.Uploads;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FitGlue.Server.Uploads;

internal static class UploadEndpoints
{
    public static void MapUploads(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/uploads", TakeAsync)
            .WithTags("Uploads")
            .Accepts<UploadForm>("multipart/form-data")
            .WithMetadata(new RequestSizeLimitAttribute(UploadDesk.LargestRequest));

    /// <param name="timeZone">IANA id of the place where files were recorded that do not say it.</param>
    private static async Task<Results<Created<UploadAnswer>, Ok<UploadAnswer>, ProblemHttpResult>> TakeAsync(
        string? timeZone,
        HttpRequest request,
        ClaimsPrincipal user,
        UploadDesk desk,
        CancellationToken cancellationToken
    )
    {
        if (UploadZone.WhyUnknown(timeZone) is { } unknown)
        {
            return Problems.Invalid(unknown);
        }

        if (await ReadAsync(request, user.UserId(), TimeZones.Find(timeZone), desk, cancellationToken) is not { } answer)
        {
            return Problems.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "unsupported_media_type",
                "Send a multipart form whose fields “file” are FIT, TCX or GPX files, or .gz or .zip of them."
            );
        }

        var accepted = answer.Items.FirstOrDefault(item => item.State is not UploadModelState.Refused);
        return answer.Items.Count == 0 ? Problems.Of(StatusCodes.Status400BadRequest, "no_file", "There is no file in the field “file”.")
            : accepted is null ? Refusal(answer)
            : answer.Items.Any(item => item.IsNew) ? TypedResults.Created($"/api/v1/activities/{accepted.ActivityId}", answer)
            : TypedResults.Ok(answer);
    }

    /// <returns>Null: the request is no multipart form.</returns>
    internal static async Task<UploadAnswer?> ReadAsync(
        HttpRequest request,
        Guid userId,
        TimeZoneInfo? zone,
        UploadDesk desk,
        CancellationToken cancellationToken
    )
    {
        if (UploadBody.BoundaryOf(request) is not { } boundary)
        {
            return null;
        }

        return await desk.TakeAsync(
            userId,
            UploadBody.ReadAsync(request, boundary, desk.LargestFile, cancellationToken),
            zone,
            cancellationToken
        );
    }

    /// <summary>No file is good: the cause of the first, and that of each among the items.</summary>
    private static ProblemHttpResult Refusal(UploadAnswer answer)
    {
        var first = answer.Items[0];
        return TypedResults.Problem(
            statusCode: StatusOf([.. answer.Items.Select(item => item.Code).Distinct()]),
            detail: answer.Items.Count == 1
                ? $"{first.File}: {first.Detail}"
                : $"None of the files could be read. {first.File}: {first.Detail}",
            extensions: new Dictionary<string, object?> { ["code"] = first.Code, ["items"] = answer.Items }
        );
    }

    private static int StatusOf(IReadOnlyList<string?> codes) =>
        codes switch
        {
            ["file_too_large"] => StatusCodes.Status413PayloadTooLarge,
            ["file_unsupported"] => StatusCodes.Status415UnsupportedMediaType,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
}

/// <summary>The form that is sent, for the description of the API.</summary>
/// <param name="File">FIT, TCX or GPX, or .gz or .zip of them.</param>
internal sealed record UploadForm(IFormFileCollection File);
