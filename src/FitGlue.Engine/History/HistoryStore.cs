using FitGlue.Core.Activities;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.History;

/// <summary>The workouts before a workout, as their sources have them. There is no ledger: what is here is the history.</summary>
public sealed class HistoryStore(Database database, ActivityStore activities)
{
    /// <param name="from">The first local day.</param>
    /// <param name="withHeartRate">False: their heart rate is left out.</param>
    /// <returns>What began earlier and was not deleted, by start.</returns>
    public async Task<IReadOnlyList<Activity>> BeforeAsync(
        Guid userId,
        DateTimeOffset start,
        DateOnly from,
        bool withHeartRate,
        CancellationToken cancellationToken
    )
    {
        await using var db = await database.OpenAsync(cancellationToken);

        // A local day begins up to half a day before the UTC day.
        var earliest =
            from > DateOnly.MinValue.AddDays(1)
                ? new DateTimeOffset(from.AddDays(-1), TimeOnly.MinValue, TimeSpan.Zero)
                : DateTimeOffset.MinValue;
        var rows = await db
            .Activities.AsNoTracking()
            .Where(row => row.UserId == userId && row.State != ActivityState.Deleted)
            .Where(row => row.StartTime >= earliest && row.StartTime < start)
            .OrderBy(row => row.StartTime)
            .ThenBy(row => row.ExternalId)
            .ToListAsync(cancellationToken);
        var earlier = new List<Activity>(rows.Count);
        foreach (var row in rows)
        {
            var activity = withHeartRate
                ? await activities.ReadAsync(row.Id, row.Revision, cancellationToken)
                : StoredActivity.Read(row.Content).ToActivity(row.Source, row.ExternalId, HeartRate.None);
            if (activity.LocalDate >= from)
            {
                earlier.Add(activity);
            }
        }

        return earlier;
    }
}
