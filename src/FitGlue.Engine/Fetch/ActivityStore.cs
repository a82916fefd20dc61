using FitGlue.Core.Activities;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Uploads;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Reads activities back, with their heart rate and what a device recorded.</summary>
public sealed class ActivityStore(Database database, Registry registry)
{
    /// <summary>The activity as one of its revisions had it.</summary>
    public async Task<Activity> ReadAsync(Guid activityId, int revision, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var row = await db.Activities.AsNoTracking().SingleAsync(row => row.Id == activityId, cancellationToken);
        var version = await db
            .ActivityRevisions.AsNoTracking()
            .SingleAsync(version => version.ActivityId == activityId && version.Revision == revision, cancellationToken);
        var stored = StoredActivity.Read(version.Content);
        var brought = await BroughtAsync(db, row, version.WorkoutDocumentId, cancellationToken);
        var heartRate =
            brought is not null && version.HeartRateDocumentId is null
                ? brought.HeartRate
                : HeartRate.Of(await SamplesAsync(db, version.HeartRateDocumentId, cancellationToken), stored.StartTime, stored.EndTime);
        return stored.ToActivity(row.Source, row.ExternalId, heartRate) with { Recording = brought?.Recording };
    }

    // Its points are thousands: they are read from the file again rather than kept twice.
    private async Task<Activity?> BroughtAsync(FitGlueDb db, ActivityRow row, Guid documentId, CancellationToken cancellationToken)
    {
        var file = await db
            .Documents.Where(document => document.Id == documentId && document.Kind == DocumentKind.File)
            .Select(document => new { document.Content, document.TimeZone })
            .FirstOrDefaultAsync(cancellationToken);
        return file is null || registry.Sources.GetValueOrDefault(row.Source) is not { } source
            ? null
            : source.Map(
                new(row.ExternalId, "") { File = DocumentContent.ExpandBytes(file.Content), TimeZone = TimeZones.Find(file.TimeZone) }
            );
    }

    private static async Task<IReadOnlyList<HeartRateSample>> SamplesAsync(
        FitGlueDb db,
        Guid? documentId,
        CancellationToken cancellationToken
    )
    {
        if (documentId is null)
        {
            return [];
        }

        var content = await db.Documents.Where(row => row.Id == documentId).Select(row => row.Content).SingleAsync(cancellationToken);
        return DocumentContent.ToHeartRate(DocumentContent.Expand(content));
    }
}
