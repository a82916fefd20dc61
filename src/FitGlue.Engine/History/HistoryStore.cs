using FitGlue.Core.Activities;
using FitGlue.Core.Matching;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Runs;
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
    /// <returns>
    /// What began earlier and was not deleted, by start; of several records of one workout the one that stands for them, with what the
    /// others know beside it. Heart rate that another source was asked for counts where no record has any.
    /// </returns>
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
        var behind = records
            .Where(record => stoodFor.ContainsKey(record.Candidate.Id))
            .ToLookup(record => stoodFor[record.Candidate.Id].Id);
        var windows = heartRateFrom is { } first ? await WindowsAsync(db, userId, records, first, cancellationToken) : [];
        var earlier = new List<Activity>(rows.Count);
        foreach (var record in records.Where(record => record.Row.StartTime < activity.StartTime))
        {
            if (
                DateOnly.FromDateTime(record.Activity.StartTime.DateTime) >= from
                && !stoodFor.ContainsKey(record.Candidate.Id)
                && !own.Contains(record.Candidate.Id)
            )
            {
                Record[] all = [record, .. behind[record.Candidate.Id].OrderBy(other => other.Candidate, Priority.Default)];
                var hasHeartRate = DateOnly.FromDateTime(record.Activity.StartTime.DateTime) >= heartRateFrom;
                earlier.Add(
                    hasHeartRate
                        ? await UnpackAsync(db, all, WindowOf(all, windows), cancellationToken)
                        : Enrichment.Of(Bare(record), all[1..].Select(Bare))
                );
            }
        }

        return earlier;
    }

    private static Activity Bare(Record record) => record.Activity.ToActivity(record.Row.Source, record.Row.ExternalId, HeartRate.None);

    private static Guid WindowOf(IEnumerable<Record> records, IReadOnlyDictionary<Guid, Guid> windows) =>
        records.Select(record => windows.GetValueOrDefault(record.Row.Id)).FirstOrDefault(window => window != default);

    /// <returns>By activity without heart rate, the newest document of what another source measured meanwhile.</returns>
    private static async Task<Dictionary<Guid, Guid>> WindowsAsync(
        FitGlueDb db,
        Guid userId,
        IEnumerable<Record> records,
        DateOnly from,
        CancellationToken cancellationToken
    )
    {
        var bare = records
            .Where(record => !record.Candidate.HasHeartRate && DateOnly.FromDateTime(record.Activity.StartTime.DateTime).AddDays(1) >= from)
            .ToDictionary(record => OtherHeartRates.ObjectId(record.Row.Id), record => record.Row.Id);
        if (bare.Count == 0)
        {
            return [];
        }

        // With the sources the index leads to the documents.
        var sources = await db.Connections.Where(row => row.UserId == userId).Select(row => row.Source).ToListAsync(cancellationToken);
        var found = await db
            .Documents.Where(row => row.UserId == userId && sources.Contains(row.Source))
            .Where(row => row.Kind == DocumentKind.HeartRate && bare.Keys.Contains(row.ObjectId))
            .OrderBy(row => row.RequestedAt)
            .Select(row => new { row.Id, row.ObjectId })
            .ToListAsync(cancellationToken);
        return found.GroupBy(row => bare[row.ObjectId]).ToDictionary(group => group.Key, group => group.Last().Id);
    }

    /// <param name="records">Of one workout, the one that stands first.</param>
    private async Task<Activity> UnpackAsync(FitGlueDb db, IReadOnlyList<Record> records, Guid window, CancellationToken cancellationToken)
    {
        // Neither a revision nor a document ever changes.
        var key = string.Join('+', records.Select(record => $"{record.Row.Id:N}/{record.Row.Revision}").Append($"{window:N}"));
        if (_unpacked.TryGetValue(key, out Activity? known) && known is not null)
        {
            return known;
        }

        var read = new List<Activity>(records.Count);
        foreach (var record in records)
        {
            read.Add(await activities.ReadAsync(record.Row.Id, record.Row.Revision, cancellationToken));
        }

        var whole = Enrichment.Of(read[0], read.Skip(1));
        var measured =
            whole.HeartRate.Samples.IsEmpty && window != default ? await MeasuredAsync(db, whole, window, cancellationToken) : whole;
        return _unpacked.Set(key, WithPausesAlone(measured), new MemoryCacheEntryOptions { Size = 1 });
    }

    private static async Task<Activity> MeasuredAsync(FitGlueDb db, Activity activity, Guid window, CancellationToken cancellationToken)
    {
        var content = await db.Documents.Where(row => row.Id == window).Select(row => row.Content).SingleAsync(cancellationToken);
        var samples = DocumentContent.ToHeartRate(DocumentContent.Expand(content));
        return activity with
        {
            HeartRate = HeartRate.Of(samples, activity.StartTime, activity.EndTime, activity.Recording?.Pauses ?? default),
        };
    }

    // Points are of no use to whoever looks back; without the pauses the load of a workout would be another one than on its own day.
    private static Activity WithPausesAlone(Activity activity) =>
        activity with
        {
            Recording = activity.Recording is { Pauses.IsEmpty: false } recording ? new Recording { Pauses = recording.Pauses } : null,
        };
}
