using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Brings listed workouts home with their heart rate; neighbors share a question where that saves one.</summary>
public sealed class ListedFetch(WorkoutFetch fetch, Keep keep, TimeProvider time)
{
    /// <summary>How many waiting workouts are looked at to find neighbors.</summary>
    internal const int Sight = 40;

    /// <summary>The newest of the rows with those that are asked for together with it.</summary>
    /// <param name="newestFirst">Waiting rows of one connection.</param>
    /// <exception cref="UnreadableFetchException">The newest holds no workout that could be read.</exception>
    public static IReadOnlyList<ListedWorkout> GroupOf(IReadOnlyList<ScheduledFetch> newestFirst, ISource source)
    {
        var first = Of(newestFirst[0], source);
        if (first.Span is null || first.Fetched.HasOwnHeartRate)
        {
            return [first];
        }

        // What cannot be read has no start and comes last: it is nobody's neighbor.
        var readable = newestFirst.Skip(1).Where(row => row.StartTime > DateTimeOffset.UnixEpoch).Select(row => Of(row, source));
        List<ListedWorkout> all = [first, .. readable.Where(workout => workout is { Span: not null, Fetched.HasOwnHeartRate: false })];
        var group = HeartRateWindows.Group([.. all.Select(workout => workout.Span!.Value)]).First(group => group.Contains(0));
        return [.. group.Select(i => all[i])];
    }

    /// <summary>Asks for the heart rate of a group.</summary>
    public async Task<ListedHeartRate> AskAsync(
        Guid connectionId,
        IReadOnlyList<ListedWorkout> group,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        var requestedAt = time.GetUtcNow();
        var spans = group.Where(workout => !workout.Fetched.HasOwnHeartRate).Select(workout => workout.Span).OfType<WorkoutSpan>().ToList();
        var samples =
            spans.Count == 0
                ? []
                : await fetch.SamplesAsync(
                    connectionId,
                    spans.Min(span => span.Start) - HeartRate.Margin,
                    spans.Max(span => span.End) + HeartRate.Margin,
                    urgency,
                    cancellationToken
                );
        return new(samples, requestedAt);
    }

    /// <summary>Saves a group and finishes its rows.</summary>
    /// <returns>The ids of the workouts that were new or changed.</returns>
    public async Task<IReadOnlyList<string>> SaveAsync(
        FitGlueDb db,
        Connection connection,
        IReadOnlyList<ListedWorkout> group,
        ListedHeartRate heartRate,
        CancellationToken cancellationToken
    )
    {
        var changed = new List<string>();
        foreach (var workout in group)
        {
            var fetched = workout.Fetched.HasOwnHeartRate
                ? workout.Fetched
                : workout.Fetched with
                {
                    HeartRate = heartRate.Around(workout.Span),
                    HeartRateRequestedAt = heartRate.RequestedAt,
                };
            if (await keep.SaveAsync(db, connection, fetched, cancellationToken))
            {
                changed.Add(fetched.Workout.ObjectId);
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        await FinishAsync(db, [.. group.Select(workout => workout.Row)], cancellationToken);
        return changed;
    }

    /// <summary>Ends rows whose workouts are here.</summary>
    public static async Task FinishAsync(FitGlueDb db, IReadOnlyList<Guid> rows, CancellationToken cancellationToken)
    {
        foreach (var row in await db.Schedule.Where(row => rows.Contains(row.Id)).ToListAsync(cancellationToken))
        {
            row.Payload = null;
            new Fate.Done().ApplyTo(row);
        }
    }

    /// <summary>Keeps the document of a row that no workout can be read from.</summary>
    public Task KeepUnreadableAsync(FitGlueDb db, Connection connection, ScheduledFetch row, CancellationToken cancellationToken)
    {
        var own = FetchedOf(row);
        return keep.KeepUnreadableAsync(db, connection, own.Workout, own.RequestedAt, cancellationToken);
    }

    private static Fetched FetchedOf(ScheduledFetch row) =>
        new(
            new SourceDocument(row.ObjectId!, DocumentContent.Expand(row.Payload!)),
            row.PayloadRequestedAt!.Value,
            null,
            row.PayloadRequestedAt.Value,
            "Found by looking back",
            row.FoundBy ?? Finding.Import,
            IsHistory: true,
            BackfillId: row.BackfillId
        );

    private static ListedWorkout Of(ScheduledFetch row, ISource source)
    {
        var fetched = FetchedOf(row);
        var span = WorkoutFetch.Window(source, fetched) is { } window
            ? new WorkoutSpan(window.From + HeartRate.Margin, window.To - HeartRate.Margin)
            : (WorkoutSpan?)null;
        return new(row.Id, source.OwnHeartRate(fetched.Workout) is { } own ? fetched.WithOwn(own) : fetched, span);
    }
}

/// <param name="Row">In the schedule.</param>
/// <param name="Span">Null: the document holds no workout.</param>
public sealed record ListedWorkout(Guid Row, Fetched Fetched, WorkoutSpan? Span);

/// <param name="Samples">Of a whole group; null: the person did not grant heart rate.</param>
public sealed record ListedHeartRate(IReadOnlyList<HeartRateSample>? Samples, DateTimeOffset RequestedAt)
{
    public IReadOnlyList<HeartRateSample>? Around(WorkoutSpan? span) =>
        span is { } own
            ? Samples?.Where(sample => sample.Time >= own.Start - HeartRate.Margin && sample.Time <= own.End + HeartRate.Margin).ToList()
            : null;
}
