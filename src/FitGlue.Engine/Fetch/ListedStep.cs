using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Fetches the heart rate of listed workouts, newest first; one window serves neighbors.</summary>
public sealed class ListedStep(
    StepRunner runner,
    WorkQueue queue,
    Database database,
    Registry registry,
    WorkoutFetch fetch,
    Keep keep,
    Hints hints,
    TimeProvider time
)
{
    /// <summary>A page of 1 000 rows holds about 20 hours: neighbors within half of that come for nothing.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromHours(10);

    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db =>
                db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Listed)
                    .OrderByDescending(row => row.StartTime),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        await using var look = await database.OpenAsync(cancellationToken);
        var connection = await look
            .Connections.AsNoTracking()
            .SingleAsync(connection => connection.Id == row.ConnectionId, cancellationToken);
        var source = registry.Sources[connection.Source];
        var own = FetchedOf(row);
        try
        {
            var ownWindow = WorkoutFetch.Window(source, own);
            var neighbors = await NeighborsAsync(look, row, source, cancellationToken);
            var windows = neighbors
                .Select(neighbor => neighbor.Window)
                .Append(ownWindow)
                .OfType<(DateTimeOffset From, DateTimeOffset To)>()
                .ToList();
            var requestedAt = time.GetUtcNow();
            var samples = await fetch.SamplesAsync(
                connection.Id,
                windows.Min(window => window.From),
                windows.Max(window => window.To),
                Urgency.Live,
                cancellationToken
            );
            await SaveAsync(claim, connection, [(row.Id, own, ownWindow), .. neighbors], samples, requestedAt, cancellationToken);
        }
        catch (UnreadableFetchException exception)
        {
            await queue.FinishAsync(
                claim,
                found => found.Id == row.Id,
                async (db, _) =>
                {
                    await Keep.KeepUnreadableAsync(db, connection, own.Workout, own.RequestedAt, cancellationToken);
                    return new Fate.Dead(exception.Message);
                },
                cancellationToken
            );
        }

        hints.Athlete(connection.UserId);
        return null;
    }

    private Task SaveAsync(
        Claim<ScheduledFetch> claim,
        Connection connection,
        IReadOnlyList<(Guid Row, Fetched Fetched, (DateTimeOffset From, DateTimeOffset To)? Window)> all,
        IReadOnlyList<HeartRateSample>? samples,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    ) =>
        queue.FinishAsync(
            claim,
            found => found.Id == claim.Row.Id,
            async (db, row) =>
            {
                foreach (var (_, fetched, window) in all)
                {
                    var own = window is { } w ? samples?.Where(sample => sample.Time >= w.From && sample.Time <= w.To).ToList() : null;
                    await keep.SaveAsync(
                        db,
                        connection,
                        fetched with
                        {
                            HeartRate = own,
                            HeartRateRequestedAt = requestedAt,
                        },
                        cancellationToken
                    );
                    await db.SaveChangesAsync(cancellationToken);
                }

                var done = all.Select(item => item.Row).ToList();
                await db
                    .Schedule.Where(row => done.Contains(row.Id) && row.Id != claim.Row.Id)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.State, WorkState.Done).SetProperty(row => row.Payload, (byte[]?)null),
                        cancellationToken
                    );
                row.Payload = null;
                return new Fate.Done();
            },
            cancellationToken
        );

    // Only this connection's grain works on its schedule, so that waiting neighbors need no claim of their own.
    private static async Task<List<(Guid Row, Fetched Fetched, (DateTimeOffset From, DateTimeOffset To)? Window)>> NeighborsAsync(
        FitGlueDb db,
        ScheduledFetch row,
        ISource source,
        CancellationToken cancellationToken
    )
    {
        var earliest = row.StartTime - Reach;
        var rows = await db
            .Schedule.AsNoTracking()
            .Where(other =>
                other.ConnectionId == row.ConnectionId
                && other.Kind == FetchKind.Listed
                && other.State == WorkState.Waiting
                && other.StartTime >= earliest
                && other.StartTime <= row.StartTime
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(other => (other.Id, FetchedOf(other)))
                .Select(pair => (pair.Id, pair.Item2, WorkoutFetch.Window(source, pair.Item2))),
        ];
    }

    private static Fetched FetchedOf(ScheduledFetch row) =>
        new(
            new SourceDocument(row.ObjectId!, DocumentContent.Expand(row.Payload!)),
            row.PayloadRequestedAt!.Value,
            null,
            row.PayloadRequestedAt.Value,
            "Found by looking back",
            row.FoundBy ?? Finding.Import,
            IsHistory: true
        );
}
