using FitGlue.Core.Activities;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Reads activities back, heart rate included.</summary>
public sealed class ActivityStore(Database database)
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
        var samples = await SamplesAsync(db, version.HeartRateDocumentId, cancellationToken);
        return stored.ToActivity(row.Source, row.ExternalId, HeartRate.Of(samples, stored.StartTime, stored.EndTime));
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
