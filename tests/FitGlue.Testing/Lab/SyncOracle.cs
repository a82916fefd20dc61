using FitGlue.Engine;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using FitGlue.Simulator;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Testing.Lab;

/// <summary>
/// Compares what the cloud has with what is in the data directory and in the folder of files. It reads the database beside the server
/// and takes nobody's word for anything.
/// </summary>
public sealed class SyncOracle(string dataDirectory, string filesFolder, OuraSimulator cloud, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(5);

    private static readonly FetchKind[] Recurs = [FetchKind.Reconcile, FetchKind.Days, FetchKind.Athlete];

    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddStorage(dataDirectory).BuildServiceProvider();

    /// <summary>The person at the cloud whose workouts are looked at.</summary>
    public string Person { get; init; } = "demo";

    /// <summary>Workouts that start earlier were never asked for.</summary>
    public required DateTimeOffset ImportedFrom { get; init; }

    /// <summary>Workouts that start earlier are imported and not delivered.</summary>
    public required DateTimeOffset DeliveredFrom { get; init; }

    /// <summary>Where the source keeps workouts without heart rate, or the settle schedule is over.</summary>
    public bool HeartRateIsFinal { get; init; } = true;

    public async Task<Verdict> LookAsync(CancellationToken cancellationToken)
    {
        var findings = new Findings();
        await using var db = await _services.GetRequiredService<Database>().OpenAsync(cancellationToken);
        var activities = await db.Activities.AsNoTracking().ToListAsync(cancellationToken);
        var deliveries = await db.Deliveries.AsNoTracking().ToListAsync(cancellationToken);
        var truth = cloud.Control.Workouts(Person).ToDictionary(workout => workout.Id);

        foreach (var workout in truth.Values.Where(workout => workout.Start >= ImportedFrom))
        {
            await CompareAsync(db, workout, activities, deliveries, findings, cancellationToken);
        }

        foreach (var activity in activities.Where(row => row.State is not ActivityState.Deleted && !truth.ContainsKey(row.ExternalId)))
        {
            findings.Wrong.Add($"{activity.ExternalId} is shown, and the cloud has it no more");
        }

        CountTwice(activities, deliveries, findings);
        await ReadFilesAsync(db, deliveries, findings, cancellationToken);
        await LookForSilenceAsync(db, findings, cancellationToken);
        return findings.Verdict();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task CompareAsync(
        FitGlueDb db,
        Workout workout,
        List<ActivityRow> activities,
        List<Delivery> deliveries,
        Findings findings,
        CancellationToken cancellationToken
    )
    {
        var activity = activities.Find(row => row.ExternalId == workout.Id);
        if (activity is null || activity.State is ActivityState.Deleted)
        {
            findings.Lost.Add(
                $"{workout.Id} ({workout.Activity} at {workout.Start:u}) {(activity is null ? "is not here" : "counts as deleted")}"
            );
            return;
        }

        var stored = StoredActivity.Read(activity.Content);
        if (
            stored.StartTime != workout.Start
            || stored.StartTime.Offset != workout.Start.Offset
            || stored.EndTime != workout.End
            || stored.RawType != workout.Activity
            || stored.Detection != workout.Source
            || stored.Intensity != workout.Intensity
            || Math.Abs((stored.Calories ?? 0) - (workout.Calories ?? 0)) > 1e-6
        )
        {
            findings.Wrong.Add(
                $"{workout.Id} differs: {stored.RawType} {stored.StartTime:u}–{stored.EndTime:u} {stored.Calories} {stored.Detection}"
            );
        }

        await CompareHeartRateAsync(db, workout, activity, findings, cancellationToken);
        if (workout.Start >= DeliveredFrom)
        {
            await CompareDeliveryAsync(db, activity, deliveries, findings, cancellationToken);
        }
    }

    private async Task CompareHeartRateAsync(
        FitGlueDb db,
        Workout workout,
        ActivityRow activity,
        Findings findings,
        CancellationToken cancellationToken
    )
    {
        var documentId = await db
            .ActivityRevisions.Where(row => row.ActivityId == activity.Id && row.Revision == activity.Revision)
            .Select(row => row.HeartRateDocumentId)
            .SingleAsync(cancellationToken);
        var content = documentId is { } id
            ? await db.Documents.Where(row => row.Id == id).Select(row => row.Content).SingleAsync(cancellationToken)
            : null;
        var kept = content is null ? [] : DocumentContent.ToHeartRate(DocumentContent.Expand(content));
        var at = cloud.Control.HeartRate(Person, workout.Start, workout.End);
        var here = kept.Where(sample => sample.Time >= workout.Start && sample.Time <= workout.End).Select(s => (s.Time, s.Bpm)).Distinct();
        if (HeartRateIsFinal && !here.Order().SequenceEqual(at.Distinct().Order()))
        {
            findings.Wrong.Add($"{workout.Id} has {here.Count()} heart-rate rows, the cloud {at.Count}");
        }
    }

    private async Task CompareDeliveryAsync(
        FitGlueDb db,
        ActivityRow activity,
        List<Delivery> deliveries,
        Findings findings,
        CancellationToken cancellationToken
    )
    {
        var delivery = deliveries.Find(row => row.ActivityId == activity.Id && row.Target == "files");
        if (delivery?.ExternalId is null || !File.Exists(Path.Combine(filesFolder, delivery.ExternalId)))
        {
            findings.Lost.Add($"{activity.ExternalId} has no file ({delivery?.State} {delivery?.LastError})");
            return;
        }

        var revision = await db
            .Runs.Where(run => run.Id == delivery.DeliveredRunId)
            .Select(run => (int?)run.Revision)
            .FirstOrDefaultAsync(cancellationToken);
        if (revision != activity.Revision)
        {
            findings.Wrong.Add($"{activity.ExternalId}: revision {activity.Revision} is here, {revision} is in the file");
        }
    }

    private void CountTwice(List<ActivityRow> activities, List<Delivery> deliveries, Findings findings)
    {
        findings.Doubled.AddRange(
            activities.GroupBy(row => row.ExternalId).Where(group => group.Count() > 1).Select(group => $"{group.Key} is here twice")
        );
        var known = deliveries.Select(row => row.ExternalId).OfType<string>().ToHashSet();
        findings.Doubled.AddRange(Files().Where(file => !known.Contains(file)).Select(file => $"{file} belongs to no delivery"));
        findings.Doubled.AddRange(
            deliveries
                .Where(row => row is { Target: "files", ExternalId: not null })
                .GroupBy(row => row.ActivityId)
                .Where(group => group.Count() > 1)
                .Select(group => $"activity {group.Key} has {group.Count()} files")
        );
    }

    private IEnumerable<string> Files() =>
        Directory.GetFiles(filesFolder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(filesFolder, path));

    // Garmin's decoder says what is in each file; the newest document of the source says what should be.
    private async Task ReadFilesAsync(FitGlueDb db, List<Delivery> deliveries, Findings findings, CancellationToken cancellationToken)
    {
        var present = deliveries
            .Where(row => row is { Target: "files", ExternalId: not null } && File.Exists(Path.Combine(filesFolder, row.ExternalId)))
            .ToList();
        if (present.Count == 0)
        {
            return;
        }

        var decoded = DecodedFit.OfAll(present.Select(row => File.ReadAllBytes(Path.Combine(filesFolder, row.ExternalId!))));
        foreach (var (delivery, file) in present.Zip(decoded))
        {
            var activity = await db.Activities.AsNoTracking().SingleAsync(row => row.Id == delivery.ActivityId, cancellationToken);
            var stored = StoredActivity.Read(activity.Content);
            var session = file["messages"]!["sessionMesgs"]![0]!;
            var records = file["messages"]!["recordMesgs"]?.AsArray().Count(record => record!["heartRate"] is not null) ?? 0;
            var differs =
                !file["integrity"]!.GetValue<bool>()
                || file["errors"]!.AsArray().Count > 0
                || session["startTime"]!.GetValue<DateTimeOffset>() != stored.StartTime
                || Math.Abs(session["totalElapsedTime"]!.GetValue<double>() - (stored.EndTime - stored.StartTime).TotalSeconds) > 0.01
                || records != (stored.HeartRate?.Samples ?? 0);
            if (differs && activity.State is not ActivityState.Deleted)
            {
                findings.Wrong.Add($"{delivery.ExternalId} does not say what {activity.ExternalId} is ({records} heart-rate records)");
            }
        }
    }

    private async Task LookForSilenceAsync(FitGlueDb db, Findings findings, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await CountAsync(db.Inbox.Where(row => row.ConnectionId != null), "webhook");

        // What a backfill has listed waits for its turn, and the backfill itself says how it stands.
        var open = db.Backfills.Where(row => row.State != WorkState.Done).Select(row => (Guid?)row.Id);
        var fetches = db.Schedule.Where(row => row.BackfillId == null || !open.Contains(row.BackfillId));
        await CountAsync(fetches.Where(row => !Recurs.Contains(row.Kind)), "fetch");
        await CountAsync(db.Schedule.Where(row => Recurs.Contains(row.Kind)), "schedule", recurs: true);
        await CountAsync(db.Backfills, "backfill");
        await CountAsync(db.Runs, "run");
        await CountAsync(db.Deliveries, "delivery");

        async Task CountAsync<T>(IQueryable<T> rows, string what, bool recurs = false)
            where T : WorkRow
        {
            foreach (var row in await rows.AsNoTracking().Where(row => row.State != WorkState.Done).ToListAsync(cancellationToken))
            {
                var isTold = row.State is WorkState.Dead or WorkState.NeedsYou && row.LastError is { Length: > 0 };
                var isPlanned =
                    row.NextAttemptAt > (recurs ? now - Leeway : now)
                    && (recurs || row.LastError is { Length: > 0 } || row is ScheduledFetch { Kind: FetchKind.Settle });
                if (!isTold && !(isPlanned && row.State is not WorkState.Running))
                {
                    findings.Silent.Add(
                        $"{what} {row.Stage} is {row.State} ({row.LastError ?? "no reason"}), due {row.NextAttemptAt:u}, now {now:u}"
                    );
                }
                else if (row.State is WorkState.Dead)
                {
                    findings.Silent.Add($"{what} {row.Stage} was given up: {row.LastError}");
                }
            }
        }
    }

    private sealed class Findings
    {
        public List<string> Lost { get; } = [];
        public List<string> Doubled { get; } = [];
        public List<string> Wrong { get; } = [];
        public List<string> Silent { get; } = [];

        public Verdict Verdict() => new(Lost.Count, Doubled.Count, Wrong.Count, Silent.Count, [.. Lost, .. Doubled, .. Wrong, .. Silent]);
    }
}
