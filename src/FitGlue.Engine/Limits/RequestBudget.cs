using System.Collections.Concurrent;
using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Limits;

/// <summary>
/// What may be sent to each provider: its own limits, counted here before it has to say no, and what it told us. Live work may use all
/// of it, reconciling nine tenths, a backfill six.
/// </summary>
/// <remarks>Told limits are in the database, so that a restart does not ask into them; counts begin anew.</remarks>
public sealed class RequestBudget(Database database, TimeProvider time) : IRequestBudget, IDisposable
{
    // Who is calling is known where the call begins and needed where the request leaves, with a foreign client in between.
    private readonly AsyncLocal<Caller?> _caller = new();
    private readonly Dictionary<(string Source, Guid Connection), RequestLedger> _ledgers = [];
    private readonly Dictionary<(string Source, Guid Connection), RequestLimit> _stated = [];
    private readonly ConcurrentDictionary<Guid, long> _taken = new();
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly Lock _lock = new();
    private Dictionary<(string Source, Guid Connection), DateTimeOffset>? _told;

    /// <summary>How many requests were made for a connection since this process began.</summary>
    public long TakenFor(Guid connectionId) => _taken.GetValueOrDefault(connectionId);

    /// <summary>Says for whom the requests are that the current flow of execution makes from here on.</summary>
    public void CallFor(Guid connectionId, Urgency urgency) => _caller.Value = new(connectionId, urgency);

    public async ValueTask TakeAsync(string source, RequestLimit limit, CancellationToken cancellationToken)
    {
        var told = await ToldAsync(cancellationToken);
        var caller = _caller.Value ?? new(Guid.Empty, Urgency.Live);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            RejectKnown(told, source, caller, now);
            Reject(Ask(source, Guid.Empty, limit.Requests, limit.Window, caller, now), LimitScope.Application);
            if (caller.Connection != Guid.Empty)
            {
                Reject(
                    Ask(source, caller.Connection, limit.PerConnection ?? limit.Requests, limit.Window, caller, now),
                    LimitScope.Connection
                );
                Ledger(source, caller.Connection).Take(now);
                _taken.AddOrUpdate(caller.Connection, 1, (_, count) => count + 1);
            }

            Ledger(source, Guid.Empty).Take(now);
        }
    }

    /// <summary>Remembers what a provider told us.</summary>
    public async Task NoteAsync(string source, Guid connectionId, RateLimitedException limited, CancellationToken cancellationToken)
    {
        if (limited.IsOurs)
        {
            return;
        }

        var told = await ToldAsync(cancellationToken);
        var key = limited.Scope is LimitScope.Connection ? connectionId : Guid.Empty;
        lock (_lock)
        {
            told[(source, key)] = limited.RetryAt;
            if (limited.Limit is { Requests: > 0 } stated)
            {
                _stated[(source, key)] = stated;
            }
        }

        await database.WriteAsync(
            async db =>
            {
                var row = await db.KnownLimits.FindAsync([source, key], cancellationToken);
                row ??= db.KnownLimits.Add(new() { Source = source, ConnectionId = key }).Entity;
                (row.NotBefore, row.ToldAt) = (limited.RetryAt, time.GetUtcNow());
            },
            cancellationToken
        );
    }

    public void Dispose() => _loading.Dispose();

    private static void RejectKnown(
        Dictionary<(string Source, Guid Connection), DateTimeOffset> told,
        string source,
        Caller caller,
        DateTimeOffset now
    )
    {
        foreach (var key in new[] { Guid.Empty, caller.Connection }.Distinct())
        {
            // Nobody may ask for more than an hour: what is further away was told before the clock was set back.
            if (told.TryGetValue((source, key), out var until) && until > now && until - now <= Longest)
            {
                Reject(until, key == Guid.Empty ? LimitScope.Application : LimitScope.Connection);
            }
        }
    }

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1) + TimeSpan.FromMinutes(1);

    private DateTimeOffset? Ask(string source, Guid connection, int requests, TimeSpan window, Caller caller, DateTimeOffset now)
    {
        if (_stated.TryGetValue((source, connection), out var stated))
        {
            (requests, window) = (Math.Min(requests, stated.Requests), stated.Window > window ? stated.Window : window);
        }

        return Ledger(source, connection).NotBefore(ShareOf(requests, caller.Urgency), window, now);
    }

    private static int ShareOf(int requests, Urgency urgency) =>
        urgency switch
        {
            Urgency.Live => requests,
            Urgency.Reconcile => Math.Max(1, requests * 9 / 10),
            _ => Math.Max(1, requests * 6 / 10),
        };

    private static void Reject(DateTimeOffset? until, LimitScope scope)
    {
        if (until is { } at)
        {
            throw new RateLimitedException(
                "The request limit is used up for now; nothing was sent. Nothing to do: the work goes on by itself at the time named.",
                at,
                scope
            )
            {
                IsOurs = true,
            };
        }
    }

    private RequestLedger Ledger(string source, Guid connection) =>
        _ledgers.TryGetValue((source, connection), out var ledger) ? ledger : _ledgers[(source, connection)] = new();

    private async ValueTask<Dictionary<(string Source, Guid Connection), DateTimeOffset>> ToldAsync(CancellationToken cancellationToken)
    {
        if (_told is { } known)
        {
            return known;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            await using var db = await database.OpenAsync(cancellationToken);
            return _told ??= await db
                .KnownLimits.AsNoTracking()
                .ToDictionaryAsync(row => (row.Source, row.ConnectionId), row => row.NotBefore, cancellationToken);
        }
        finally
        {
            _loading.Release();
        }
    }

    private sealed record Caller(Guid Connection, Urgency Urgency);
}
