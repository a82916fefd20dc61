using System.Security.Claims;
using FitGlue.Core.Activities;
using FitGlue.Engine.Fetch;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Formats.Tcx;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Activities;

internal static class ActivityEndpoints
{
    public static void MapActivities(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/activities").WithTags("Activities");
        group.MapGet("/", ListAsync);
        group.MapGet("/{id:guid}", ReadAsync);
        group.MapGet("/{id:guid}/heart-rate", HeartRateAsync);
        group.MapGet("/{id:guid}/recording", RecordingAsync);
        group.MapGet("/{id:guid}/revisions", RevisionsAsync);
        group.MapGet("/{id:guid}/file", FileAsync);
    }

    private static async Task<Results<Ok<Page<ActivityModel>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal user,
        ActivityQueries activities,
        DateTimeOffset? from,
        DateTimeOffset? to,
        string? cursor,
        int? limit,
        CancellationToken cancellationToken
    )
    {
        if (!Cursor.TryRead(cursor, out var before))
        {
            return Problems.Invalid(Cursor.Foreign);
        }

        var filter = new ActivityFilter(user.UserId(), from, to, Cursor.Limit(limit)) { Before = before };
        var rows = await activities.ListAsync(filter, cancellationToken);
        return TypedResults.Ok(Cursor.PageOf(rows, filter.Limit, row => new(row.StartTime, row.Id), ActivityModel.Of));
    }

    private static async Task<Results<Ok<ActivityModel>, ProblemHttpResult>> ReadAsync(
        Guid id,
        ClaimsPrincipal user,
        ActivityQueries activities,
        CancellationToken cancellationToken
    ) =>
        await activities.FindAsync(user.UserId(), id, cancellationToken) is { } row
            ? TypedResults.Ok(ActivityModel.Of(row))
            : Problems.NotFound("activity");

    private static async Task<Results<Ok<HeartRateModel>, ProblemHttpResult>> HeartRateAsync(
        Guid id,
        ClaimsPrincipal user,
        ActivityQueries activities,
        CancellationToken cancellationToken
    )
    {
        if (await activities.FindAsync(user.UserId(), id, cancellationToken) is not { } row)
        {
            return Problems.NotFound("activity");
        }

        var heartRate = (await activities.ReadAsync(row, cancellationToken)).HeartRate;
        return TypedResults.Ok(
            new HeartRateModel(
                HeartRateSummary.Of(heartRate),
                [.. heartRate.Samples.Select(sample => new SampleModel(sample.Time, sample.Bpm, sample.Context))]
            )
        );
    }

    private static async Task<Results<Ok<RecordingAnswer>, ProblemHttpResult>> RecordingAsync(
        Guid id,
        ClaimsPrincipal user,
        ActivityQueries activities,
        CancellationToken cancellationToken
    )
    {
        if (await activities.FindAsync(user.UserId(), id, cancellationToken) is not { } row)
        {
            return Problems.NotFound("activity");
        }

        var recording = (await activities.ReadAsync(row, cancellationToken)).Recording;
        return TypedResults.Ok(new RecordingAnswer(recording is null ? null : RecordingModel.Of(recording)));
    }

    private static async Task<Results<Ok<Page<RevisionModel>>, ProblemHttpResult>> RevisionsAsync(
        Guid id,
        ClaimsPrincipal user,
        ActivityQueries activities,
        CancellationToken cancellationToken
    )
    {
        if (await activities.FindAsync(user.UserId(), id, cancellationToken) is null)
        {
            return Problems.NotFound("activity");
        }

        var revisions = RevisionModel.Of(await activities.RevisionsAsync(id, cancellationToken));
        return TypedResults.Ok(new Page<RevisionModel>([.. revisions.Reverse()], null));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> FileAsync(
        Guid id,
        string? format,
        ClaimsPrincipal user,
        ActivityQueries activities,
        CancellationToken cancellationToken
    )
    {
        if (await activities.FindAsync(user.UserId(), id, cancellationToken) is not { } row)
        {
            return Problems.NotFound("activity");
        }

        var activity = await activities.ReadAsync(row, cancellationToken);
        var name = $"{activity.StartTime:yyyy-MM-dd'T'HHmmss}_{activity.Type.Key}";
        try
        {
            return (format ?? "fit") switch
            {
                "fit" => TypedResults.File(FitFile.Encode(activity), "application/vnd.ant.fit", $"{name}.fit"),
                "tcx" => TypedResults.File(TcxFile.Write(activity), "application/vnd.garmin.tcx+xml", $"{name}.tcx"),
                "json" => TypedResults.File(ActivityJson.Write(activity), "application/json", $"{name}.json"),
                _ => Problems.Invalid("The format is one of fit, tcx and json."),
            };
        }
        catch (UnwritableActivityException exception)
        {
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "unwritable", exception.Message);
        }
    }
}
