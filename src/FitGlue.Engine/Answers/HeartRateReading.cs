using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Answers;

/// <summary>Gathers what the question about sparse heart rate is answered by.</summary>
internal static class HeartRateReading
{
    private const int Days = 30;

    public static async Task<HeartRateMonthEvidence> ReadAsync(
        FitGlueDb db,
        Subject subject,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var from = now.AddDays(-Days);
        var own = subject.Workouts(db).AsNoTracking().Where(row => row.State != ActivityState.Deleted && row.StartTime >= from);
        var workouts = new List<HeartRateEvidence>();
        foreach (var (row, content) in await WithHeartRateAsync(db, own, cancellationToken))
        {
            workouts.Add(Of(subject, row, HeartRateOf(row, content)));
        }

        var verdicts = workouts.Select(workout => (Verdict: HeartRateSparse.VerdictOf(workout), workout.EndedAt)).ToList();
        var gaps = workouts.Select(workout => workout.Spacing?.Median).OfType<TimeSpan>().ToList();
        var coverage = workouts.Select(workout => workout.Coverage).Order().ToList();
        return new()
        {
            Standing = subject.Standing,
            HeartRateGranted = subject.Grants(ScopeUse.HeartRate),
            Verdicts = verdicts.CountBy(workout => workout.Verdict).ToDictionary(),
            MedianCoverage = coverage.Count == 0 ? null : coverage[coverage.Count / 2],
            MedianGap = Percentiles.Of(gaps, 0.5),
            NewestNotArrivedEndedAt = verdicts
                .Where(workout => workout.Verdict == HeartRateSparse.NotArrived)
                .Max(workout => (DateTimeOffset?)workout.EndedAt),
        };
    }

    public static async Task<HeartRateEvidence> ReadAsync(
        FitGlueDb db,
        Subject subject,
        ActivityRow row,
        CancellationToken cancellationToken
    )
    {
        var stored = await WithHeartRateAsync(db, db.Activities.AsNoTracking().Where(one => one.Id == row.Id), cancellationToken);
        return Of(subject, row, HeartRateOf(row, stored.Single().Content)) with
        {
            AskedAgainAt = await db
                .Schedule.Where(fetch => fetch.ConnectionId == row.ConnectionId && fetch.ObjectId == row.ExternalId)
                .Where(fetch => fetch.Kind == FetchKind.Settle && fetch.State != WorkState.Done && fetch.State != WorkState.Dead)
                .Select(fetch => (DateTimeOffset?)fetch.NextAttemptAt)
                .FirstOrDefaultAsync(cancellationToken),
            BoostersSkipped = await SkippedAsync(db, row, cancellationToken),
        };
    }

    private static HeartRateEvidence Of(Subject subject, ActivityRow row, HeartRate heartRate) =>
        new()
        {
            Standing = subject.Standing,
            HeartRateGranted = subject.Grants(ScopeUse.HeartRate),
            StartedAt = row.StartTime,
            EndedAt = row.EndTime,
            Samples = heartRate.Samples.Length,
            Spacing = Spacing.Of([.. heartRate.Samples.Select(sample => sample.Time)]),
            Coverage = heartRate.Coverage,
            Contexts = heartRate.Samples.CountBy(sample => sample.Context ?? "none").ToDictionary(),
            Expected = row.State is ActivityState.Provisional,
        };

    private static async Task<IReadOnlyList<(ActivityRow Row, byte[]? Content)>> WithHeartRateAsync(
        FitGlueDb db,
        IQueryable<ActivityRow> activities,
        CancellationToken cancellationToken
    )
    {
        var rows = await activities
            .Join(
                db.ActivityRevisions,
                row => new { row.Id, row.Revision },
                revision => new { Id = revision.ActivityId, revision.Revision },
                (row, revision) => new { Row = row, revision.HeartRateDocumentId }
            )
            .Select(pair => new
            {
                pair.Row,
                Content = db
                    .Documents.Where(document => document.Id == pair.HeartRateDocumentId)
                    .Select(document => document.Content)
                    .FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Row, row.Content))];
    }

    private static HeartRate HeartRateOf(ActivityRow row, byte[]? content) =>
        content is null
            ? HeartRate.None
            : HeartRate.Of(DocumentContent.ToHeartRate(DocumentContent.Expand(content)), row.StartTime, row.EndTime);

    private static async Task<int> SkippedAsync(FitGlueDb db, ActivityRow row, CancellationToken cancellationToken)
    {
        var newest = await db
            .Runs.Where(run => run.ActivityId == row.Id && run.Boosters != null)
            .OrderByDescending(run => run.CreatedAt)
            .Select(run => run.Boosters)
            .FirstOrDefaultAsync(cancellationToken);
        return newest is null ? 0
            : JsonNode.Parse(newest) is JsonArray boosters ? boosters.Count(booster => booster?["state"]?.GetValue<string>() == "skipped")
            : 0;
    }
}
