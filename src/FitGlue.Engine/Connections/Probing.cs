using FitGlue.Core;
using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Connections;

/// <summary>Asks a source, one question after the other, whether a connection does what it should.</summary>
public sealed class Probing(
    Database database,
    Registry registry,
    Notified notified,
    SessionWishes sessions,
    SourceAccess access,
    TokenRenewal renewal,
    RequestBudget budget,
    TimeProvider time
)
{
    private const int Days = 7;

    /// <summary>Asks everything and remembers the answers on the connection.</summary>
    /// <returns>Null: there is no such connection.</returns>
    public async Task<IReadOnlyList<Probe>?> RunAsync(Guid userId, Guid connectionId, CancellationToken cancellationToken)
    {
        if (await FindAsync(userId, connectionId, cancellationToken) is not { } connection)
        {
            return null;
        }

        var probes = new List<Probe>();
        if (registry.Connected(connection.Source) is { } source)
        {
            probes.Add(await TokenAsync(connection, source, cancellationToken));
            var works = probes[0].State is ProbeState.Ok;
            probes.Add(await AskAsync("workouts", connection, source, ScopeUse.Workouts, works, WorkoutsAsync, cancellationToken));
            probes.Add(await AskAsync("heart-rate", connection, source, ScopeUse.HeartRate, works, HeartRateAsync, cancellationToken));
            foreach (var kind in source is IDayRecordSource days ? days.DayRecordScopes.Keys.Order() : Enumerable.Empty<DayRecordKind>())
            {
                probes.Add(await DaysAsync(kind, connection, source, works, cancellationToken));
            }

            probes.Add(await WebhooksAsync(connection, cancellationToken));
        }

        await SaveAsync(connection, probes, cancellationToken);
        return probes;
    }

    private Task<Probe> TokenAsync(Connection connection, IConnectedSource source, CancellationToken cancellationToken) =>
        TakeAsync(
            "token",
            async () =>
            {
                budget.CallFor(connection.Id, Urgency.Live);
                var tokens = await renewal.CurrentAsync(connection, source, cancellationToken);
                if (await source.CheckAccessAsync(tokens.AccessToken, cancellationToken) is not AccessCheck.Accepted)
                {
                    await RenewAsync(connection, cancellationToken);
                }

                return $"{source.Info.Name} accepts the sign-in.";
            }
        );

    // As any other call that is refused: renewed once, and noted where that does not help.
    private Task<AccessCheck.Accepted> RenewAsync(Connection connection, CancellationToken cancellationToken) =>
        access.CallAsync(
            connection.Id,
            SourceCall.Workouts,
            Urgency.Live,
            async (source, token) =>
                await source.CheckAccessAsync(token, cancellationToken) is AccessCheck.Refused refused
                    ? throw new UnauthorizedException(refused.Reason)
                    : new AccessCheck.Accepted(connection.ExternalUserId, ""),
            cancellationToken
        );

    private async Task<Probe> AskAsync(
        string id,
        Connection connection,
        IConnectedSource source,
        ScopeUse use,
        bool works,
        Func<Connection, CancellationToken, Task<string>> ask,
        CancellationToken cancellationToken
    )
    {
        var missing = source.Info.Scopes.Where(scope => scope.Use == use && !connection.GrantedScopes.Contains(scope.Scope)).ToList();
        return !works ? Skipped(id, "Not asked: the sign-in does not work.")
            : missing.Count > 0 ? Skipped(id, $"Not asked: “{missing[0].Scope}” was not granted. Reconnect and leave it ticked.")
            : await TakeAsync(id, () => ask(connection, cancellationToken));
    }

    private Task<string> WorkoutsAsync(Connection connection, CancellationToken cancellationToken) =>
        access.CallAsync(
            connection.Id,
            SourceCall.Workouts,
            Urgency.Live,
            async (source, token) =>
            {
                var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
                var count = await source
                    .ListWorkoutsAsync(today.AddDays(-Days), today.AddDays(1), token, cancellationToken)
                    .CountAsync(cancellationToken);
                return $"It lists {count} of the last {Days} days.";
            },
            cancellationToken
        );

    private async Task<string> HeartRateAsync(Connection connection, CancellationToken cancellationToken)
    {
        var newest = await access.CallAsync(
            connection.Id,
            SourceCall.HeartRate,
            Urgency.Live,
            (source, token) => source.FetchLastDataAsync(token, cancellationToken),
            cancellationToken
        );
        if (newest is null)
        {
            return "It has no reading of the last days.";
        }

        await database.WriteAsync(
            db =>
                db.Connections.Where(row => row.Id == connection.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastDataAt, newest), cancellationToken),
            cancellationToken
        );
        return $"The newest reading is of {newest.Value.ToUniversalTime():yyyy-MM-dd HH:mm} UTC.";
    }

    private async Task<Probe> DaysAsync(
        DayRecordKind kind,
        Connection connection,
        IConnectedSource source,
        bool works,
        CancellationToken cancellationToken
    )
    {
        var id = $"days-{kind.ToString().ToLowerInvariant()}";
        return await AskAsync(
            id,
            connection,
            source,
            ScopeUse.Days,
            works,
            (held, stop) =>
                access.CallAsync(
                    held.Id,
                    SourceCall.Days,
                    Urgency.Live,
                    async (_, token) =>
                    {
                        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
                        var count = await ((IDayRecordSource)source)
                            .ListDaysAsync(kind, today.AddDays(-Days), today.AddDays(1), token, stop)
                            .CountAsync(stop);
                        return $"It has {count} of the last {Days} days.";
                    },
                    stop
                ),
            cancellationToken
        );
    }

    private async Task<Probe> WebhooksAsync(Connection connection, CancellationToken cancellationToken)
    {
        if (notified.CallbackOf(connection.Source) is not { } callback || registry.Notifying(connection.Source) is not { } source)
        {
            return Skipped("webhooks", "Not wanted, or this server has no public address: it is polled instead.");
        }

        return await TakeAsync(
            "webhooks",
            async () =>
            {
                var status = await source.EnsureSubscriptionsAsync(
                    callback,
                    await WantsSessionsAsync(connection.Source, cancellationToken),
                    cancellationToken
                );
                await NoteAsync(connection.Source, callback, status, cancellationToken);
                var ends = status.EndsAt is { } end ? $", the first ends on {end.ToUniversalTime():yyyy-MM-dd}" : "";
                var repaired = status.Repaired > 0 ? $"; {status.Repaired} had to be repaired" : "";
                return $"{status.Count} subscriptions are in order{ends}{repaired}.";
            }
        );
    }

    private async Task<bool> WantsSessionsAsync(string sourceId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await sessions.AnyAsync(db, sourceId, cancellationToken);
    }

    private Task NoteAsync(string sourceId, Uri callback, SubscriptionStatus status, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                if (await db.Subscriptions.FirstOrDefaultAsync(row => row.Source == sourceId, cancellationToken) is { } row)
                {
                    row.Take(status, callback, time.GetUtcNow());
                }
            },
            cancellationToken
        );

    private async Task<Probe> TakeAsync(string id, Func<Task<string>> ask)
    {
        var (at, began) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            var text = await ask();
            return new(id, ProbeState.Ok, text, at, time.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (ServiceException exception)
        {
            return new(id, ProbeState.Failed, exception.Message, at, time.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    private Probe Skipped(string id, string why) => new(id, ProbeState.Skipped, why, time.GetUtcNow(), 0);

    private async Task<Connection?> FindAsync(Guid userId, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db
            .Connections.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == connectionId && row.UserId == userId, cancellationToken);
    }

    private Task SaveAsync(Connection connection, IReadOnlyList<Probe> probes, CancellationToken cancellationToken)
    {
        var text = Probe.Write(probes);
        return database.WriteAsync(
            db =>
                db.Connections.Where(row => row.Id == connection.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Probes, text), cancellationToken),
            cancellationToken
        );
    }
}
