using FitGlue.Core.Activities;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace FitGlue.Engine.History;

/// <summary>The workouts before a workout, as their sources have them. There is no ledger: what is here is the history.</summary>
public sealed class HistoryStore(Database database, ActivityStore activities) : IDisposable
{
    /// <summary>Revisions kept unpacked: runs of neighboring workouts look back on the same ones.</summary>
    private const int Unpacked = 1000;

    private readonly MemoryCache _unpacked = new(new MemoryCacheOptions { SizeLimit = Unpacked });

    public void Dispose() => _unpacked.Dispose();

    /// <param name="from">The first local day.</param>
    /// <param name="heartRateFrom">The first local day whose heart rate is wanted: that of earlier ones is not unpacked. Null: none.</param>
    /// <returns>What began earlier and was not deleted, by start.</returns>
    public async Task<IReadOnlyList<Activity>> BeforeAsync(
        Guid userId,
        DateTimeOffset start,
        DateOnly from,
        DateOnly? heartRateFrom,
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
            var activity = StoredActivity.Read(row.Content).ToActivity(row.Source, row.ExternalId, HeartRate.None);
            if (activity.LocalDate >= from)
            {
                earlier.Add(activity.LocalDate >= heartRateFrom ? await UnpackAsync(row, cancellationToken) : activity);
            }
        }

        return earlier;
    }

    // A revision never changes.
    private async Task<Activity> UnpackAsync(ActivityRow row, CancellationToken cancellationToken)
    {
        if (_unpacked.TryGetValue((row.Id, row.Revision), out Activity? known) && known is not null)
        {
            return known;
        }

        var activity = await activities.ReadAsync(row.Id, row.Revision, cancellationToken);
        return _unpacked.Set((row.Id, row.Revision), activity with { Recording = null }, new MemoryCacheEntryOptions { Size = 1 });
    }
}
