using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>
/// Which sessions people want: those whose kind one of their pipelines takes. Nobody who takes none is asked for any, except to follow
/// those that were imported.
/// </summary>
public sealed class SessionWishes(Registry registry, Hints hints, TimeProvider time)
{
    /// <summary>The kinds that a person takes of a source; empty: none.</summary>
    public async Task<IReadOnlySet<string>> OfAsync(FitGlueDb db, Guid userId, string sourceId, CancellationToken cancellationToken)
    {
        if (registry.Sessions(sourceId) is not { } source)
        {
            return FrozenSet<string>.Empty;
        }

        var settings = await db
            .Pipelines.AsNoTracking()
            .Where(row => row.UserId == userId && row.Source == sourceId && row.Enabled)
            .Select(row => row.SourceSettings)
            .ToListAsync(cancellationToken);
        return settings.SelectMany(one => KindsOf(source, one)).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The permission that somebody who takes sessions needs beside the others; null: the person takes none.</summary>
    public async Task<ScopeInfo?> ScopeAsync(FitGlueDb db, Guid userId, string sourceId, CancellationToken cancellationToken) =>
        (await OfAsync(db, userId, sourceId, cancellationToken)).Count > 0 ? registry.Sessions(sourceId)!.SessionScope : null;

    /// <summary>The permission that the sign-in asks for beside the others: also of whoever takes none any more, while there are some to follow.</summary>
    public async Task<ScopeInfo?> AskedScopeAsync(FitGlueDb db, Guid userId, string sourceId, CancellationToken cancellationToken) =>
        await ScopeAsync(db, userId, sourceId, cancellationToken)
        ?? (
            registry.Sessions(sourceId) is { } source && await Imported(db, userId, sourceId, source).AnyAsync(cancellationToken)
                ? source.SessionScope
                : null
        );

    /// <summary>What may be asked for of a session that was announced: wanted or imported, and granted.</summary>
    public Task<SessionWish> OfAsync(FitGlueDb db, Connection connection, string objectId, CancellationToken cancellationToken) =>
        OfAsync(db, connection, rows => rows.Where(row => row.ExternalId == objectId), cancellationToken);

    /// <summary>What may be asked for of days: wanted or imported, and granted.</summary>
    public Task<SessionWish> OfAsync(FitGlueDb db, Connection connection, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        // A local day begins and ends up to a day away from that of UTC.
        var earliest = new DateTimeOffset(from.AddDays(-1), TimeOnly.MinValue, TimeSpan.Zero);
        var latest = new DateTimeOffset(to.AddDays(2), TimeOnly.MinValue, TimeSpan.Zero);
        return OfAsync(db, connection, rows => rows.Where(row => row.StartTime >= earliest && row.StartTime <= latest), cancellationToken);
    }

    /// <summary>Whether anybody may be asked for sessions of a source: whoever takes some, and whoever has some.</summary>
    public async Task<bool> AnyAsync(FitGlueDb db, string sourceId, CancellationToken cancellationToken)
    {
        foreach (var connection in await db.Connections.AsNoTracking().Where(row => row.Source == sourceId).ToListAsync(cancellationToken))
        {
            if (!(await OfAsync(db, connection, rows => rows.Take(1), cancellationToken)).IsNothing)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<SessionWish> OfAsync(
        FitGlueDb db,
        Connection connection,
        Func<IQueryable<ActivityRow>, IQueryable<ActivityRow>> among,
        CancellationToken cancellationToken
    )
    {
        if (registry.Sessions(connection.Source) is not { } source || !connection.GrantedScopes.Contains(source.SessionScope.Scope))
        {
            return SessionWish.Nothing;
        }

        var imported = await among(Imported(db, connection.UserId, connection.Source, source))
            .Select(row => row.ExternalId)
            .ToListAsync(cancellationToken);
        var kinds = await OfAsync(db, connection.UserId, connection.Source, cancellationToken);
        return new(kinds, imported.ToFrozenSet(StringComparer.Ordinal));
    }

    private static IQueryable<ActivityRow> Imported(FitGlueDb db, Guid userId, string sourceId, ISessionSource source) =>
        db
            .Activities.Where(row => row.UserId == userId && row.Source == sourceId && row.State != ActivityState.Deleted)
            .OnlySessions(source);

    /// <summary>Changes pipelines: a kind that is new is imported as far back as a new connection is; of one that is given up nothing more is imported.</summary>
    public async Task<T> FollowAsync<T>(
        FitGlueDb db,
        Guid userId,
        string sourceId,
        Func<Task<T>> change,
        CancellationToken cancellationToken
    )
    {
        var before = await OfAsync(db, userId, sourceId, cancellationToken);
        var result = await change();
        await db.SaveChangesAsync(cancellationToken);
        var after = await OfAsync(db, userId, sourceId, cancellationToken);
        if (!after.SetEquals(before))
        {
            await FollowAsync(db, userId, sourceId, before, after, cancellationToken);
        }

        return result;
    }

    /// <summary>After the write: whoever works for the person looks again.</summary>
    public async Task WakeAsync(Database database, Guid userId, string sourceId, CancellationToken cancellationToken)
    {
        if (registry.Sessions(sourceId) is null)
        {
            return;
        }

        await using var db = await database.OpenAsync(cancellationToken);
        var connections = db.Connections.Where(row => row.UserId == userId && row.Source == sourceId).Select(row => row.Id);
        foreach (var connection in await connections.ToListAsync(cancellationToken))
        {
            hints.Connection(connection);
            hints.Source(sourceId);
        }
    }

    private async Task FollowAsync(
        FitGlueDb db,
        Guid userId,
        string sourceId,
        IReadOnlySet<string> before,
        IReadOnlySet<string> after,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        await LookAtSubscriptionsAsync(db, sourceId, now, cancellationToken);
        var connection = await db.Connections.FirstOrDefaultAsync(row => row.UserId == userId && row.Source == sourceId, cancellationToken);
        if (connection is null)
        {
            return;
        }

        if (after.Except(before).Any() && registry.Connected(sourceId) is { } source)
        {
            db.Schedule.Add(
                new()
                {
                    ConnectionId = connection.Id,
                    Kind = FetchKind.Import,
                    NextAttemptAt = now,
                    From = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-source.ImportDays),
                    To = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1),
                }
            );
        }

        // What nobody asks for any more is missed by nobody.
        if (after.Count == 0 && connection is { State: ConnectionState.Limited, TroubleWith: SourceCall.Sessions })
        {
            (connection.State, connection.StateSince, connection.StateReason) = (ConnectionState.Up, now, null);
            (connection.Trouble, connection.TroubleWith, connection.TroubleAt) = (null, null, null);
        }
    }

    /// <summary>Who takes sessions has changed, or who may: the provider tells of them, or no longer does.</summary>
    internal static Task<int> LookAtSubscriptionsAsync(
        FitGlueDb db,
        string sourceId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        db
            .Subscriptions.Where(row => row.Source == sourceId && row.NextCheckAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextCheckAt, now), cancellationToken);

    // Settings are checked when they are saved; those of an older version take nothing.
    private static IReadOnlyCollection<string> KindsOf(ISessionSource source, JsonObject settings)
    {
        try
        {
            return source.SessionKinds(source.Settings.Read(settings));
        }
        catch (ValidationException)
        {
            return [];
        }
    }
}
