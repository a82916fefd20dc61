using FitGlue.Core.Activities;
using FitGlue.Core.Matching;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace FitGlue.Engine.History;

/// <summary>The workouts before a workout, as their sources have them; sessions are none. There is no ledger: what is here is the history.</summary>
public sealed class HistoryStore(Database database, ActivityStore activities) : IDisposable
{
    /// <summary>Revisions kept unpacked: runs of neighboring workouts look back on the same ones.</summary>
    private const int Unpacked = 1000;

    private readonly MemoryCache _unpacked = new(new MemoryCacheOptions { SizeLimit = Unpacked });

    public void Dispose() => _unpacked.Dispose();

    /// <param name="activity">The workout that is looked back from.</param>
    /// <param name="from">The first local day.</param>
    /// <param name="heartRateFrom">The first local day whose heart rate is wanted: that of earlier ones is not unpacked. Null: none.</param>
    /// <returns>What began earlier and was not deleted, by start; of several records of one workout the one that stands for them.</returns>
    public async Task<IReadOnlyList<Activity>> BeforeAsync(
        Guid userId,
        Activity activity,
        DateOnly from,
        DateOnly? heartRateFrom,
        CancellationToken cancellationToken
    )
    {
        await using var db = await database.OpenAsync(cancellationToken);

        // A local day begins up to half a day before the UTC day; what stands for its first workout may begin a day earlier still.
        var earliest =
            from > DateOnly.MinValue.AddDays(2)
                ? new DateTimeOffset(from.AddDays(-2), TimeOnly.MinValue, TimeSpan.Zero)
                : DateTimeOffset.MinValue;
        var latest = activity.StartTime + Candidate.Reach;
        var rows = await db
            .Activities.AsNoTracking()
            .Where(row => row.UserId == userId && row.State != ActivityState.Deleted)
            .Where(row => !db.Activities.Any(sent => sent.Id == row.EchoOf && sent.State != ActivityState.Deleted))
            .Where(row => row.StartTime >= earliest && row.StartTime <= latest)
            .OrderBy(row => row.StartTime)
            .ThenBy(row => row.ExternalId)
            .ToListAsync(cancellationToken);
        var records = rows.ConvertAll(Record.Of).FindAll(record => record.Candidate.Type.IsWorkout);
        var matches = Matches.Of(
            records.Select(record => record.Candidate),
            await Neighborhood.RulingsAsync(db, userId, cancellationToken)
        );
        var stoodFor = matches.StoodFor([]);
        var own = matches.SameAs(Record.Key(activity.Source, activity.ExternalId));
        var earlier = new List<Activity>(rows.Count);
        foreach (var record in records.Where(record => record.Row.StartTime < activity.StartTime))
        {
            if (
                DateOnly.FromDateTime(record.Activity.StartTime.DateTime) >= from
                && !stoodFor.ContainsKey(record.Candidate.Id)
                && !own.Contains(record.Candidate.Id)
            )
            {
                var hasHeartRate = DateOnly.FromDateTime(record.Activity.StartTime.DateTime) >= heartRateFrom;
                earlier.Add(hasHeartRate ? await UnpackAsync(record.Row, cancellationToken) : Bare(record));
            }
        }

        return earlier;
    }

    private static Activity Bare(Record record) => record.Activity.ToActivity(record.Row.Source, record.Row.ExternalId, HeartRate.None);

    // A revision never changes.
    private async Task<Activity> UnpackAsync(ActivityRow row, CancellationToken cancellationToken)
    {
        if (_unpacked.TryGetValue((row.Id, row.Revision), out Activity? known) && known is not null)
        {
            return known;
        }

        var activity = await activities.ReadAsync(row.Id, row.Revision, cancellationToken);
        return _unpacked.Set((row.Id, row.Revision), WithPausesAlone(activity), new MemoryCacheEntryOptions { Size = 1 });
    }

    // Points are of no use to whoever looks back; without the pauses the load of a workout would be another one than on its own day.
    private static Activity WithPausesAlone(Activity activity) =>
        activity with
        {
            Recording = activity.Recording is { Pauses.IsEmpty: false } recording ? new Recording { Pauses = recording.Pauses } : null,
        };
}
