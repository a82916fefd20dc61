using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Connections;

/// <summary>Saves a grant: makes or renews the connection, claims what waited for it, and asks for the first import.</summary>
public sealed class Connecting(
    Database database,
    TokenVault vault,
    Recurring recurring,
    SessionWishes sessions,
    Hints hints,
    TimeProvider time
)
{
    public async Task<ConnectOutcome> SaveAsync(Guid userId, IConnectedSource source, Grant grant, CancellationToken cancellationToken)
    {
        var outcome = await database.WriteAsync(db => SaveAsync(db, userId, source, grant, cancellationToken), cancellationToken);
        if (outcome is ConnectOutcome.Connected connected)
        {
            hints.Connection(connected.ConnectionId);
            hints.Source(source.Info.Id);
        }

        return outcome;
    }

    private async Task<ConnectOutcome> SaveAsync(
        FitGlueDb db,
        Guid userId,
        IConnectedSource source,
        Grant grant,
        CancellationToken cancellationToken
    )
    {
        var (id, name) = (source.Info.Id, source.Info.Name);
        var own = await db.Connections.FirstOrDefaultAsync(row => row.UserId == userId && row.Source == id, cancellationToken);
        if (own is not null && own.ExternalUserId != grant.ExternalUserId)
        {
            return new ConnectOutcome.Refused(
                $"You are connected to another {name} account ({Mask(own.ExternalUserId)}) than the one you just signed in to ({Mask(grant.ExternalUserId)}). Nothing was changed. Sign in to the first one, or disconnect it before."
            );
        }

        if (
            own is null
            && await db.Connections.AnyAsync(row => row.Source == id && row.ExternalUserId == grant.ExternalUserId, cancellationToken)
        )
        {
            return new ConnectOutcome.Refused(
                $"This {name} account ({Mask(grant.ExternalUserId)}) is connected to another user of this server. Nothing was saved. Disconnect it there first."
            );
        }

        var now = time.GetUtcNow();
        var mayAskForHeartRate = own is not null && (LacksHeartRate(own) || Gains(own, grant, source, ScopeUse.HeartRate));
        var connection = own ?? db.Connections.Add(NewConnection(userId, id, grant, now)).Entity;
        connection.Tokens = vault.Seal(grant.Tokens);
        (connection.TokensIssuedAt, connection.TokensExpireAt) = (now, grant.Tokens.ExpiresAt);
        connection.TokenVersion++;
        (connection.RefreshIntentAt, connection.CannotRenew) = (null, false);
        (connection.TroubleWith, connection.TroubleAt) = (null, null);
        connection.Scopes = string.Join(' ', grant.Scopes);
        (connection.State, connection.StateReason, connection.Trouble, connection.StateSince) = (
            own is null ? ConnectionState.New : ConnectionState.Up,
            null,
            null,
            now
        );

        await AddRecipeAsync(db, userId, source, now, cancellationToken);
        db.Schedule.Add(FirstImport(connection, source, now));
        if (mayAskForHeartRate)
        {
            await MissingHeartRate.QueueAsync(db, connection, now, cancellationToken);
        }

        await recurring.EnsureAsync(db, connection.Id, source, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await ClaimWaitingAsync(db, connection, now, cancellationToken);
        var also = await sessions.ScopeAsync(db, userId, id, cancellationToken);
        if (await sessions.AskedScopeAsync(db, userId, id, cancellationToken) is not null)
        {
            await SessionWishes.LookAtSubscriptionsAsync(db, id, now, cancellationToken);
        }

        var scopes = source.Info.Scopes.Select(scope => scope.Scope).Concat(also is null ? [] : [also.Scope]);
        return new ConnectOutcome.Connected(connection.Id, [.. scopes.Except(grant.Scopes)]);
    }

    private static bool LacksHeartRate(Connection before) =>
        before is { Trouble: TroubleCode.MissingScope, TroubleWith: SourceCall.HeartRate };

    private static bool Gains(Connection before, Grant grant, IConnectedSource source, ScopeUse use) =>
        source
            .Info.Scopes.Where(scope => scope.Use == use)
            .Any(scope => grant.Scopes.Contains(scope.Scope) && !before.GrantedScopes.Contains(scope.Scope));

    private Connection NewConnection(Guid userId, string source, Grant grant, DateTimeOffset now) =>
        new()
        {
            UserId = userId,
            Source = source,
            ExternalUserId = grant.ExternalUserId,
            Scopes = "",
            Tokens = vault.Seal(grant.Tokens),
            CreatedAt = now,
        };

    // A renewed connection fetches the whole gap, however long it was.
    private static ScheduledFetch FirstImport(Connection connection, IConnectedSource source, DateTimeOffset now)
    {
        var from = now.AddDays(-source.ImportDays);
        if (connection.LastListedAt is { } listed && listed.AddDays(-1) < from)
        {
            from = listed.AddDays(-1);
        }

        return new()
        {
            ConnectionId = connection.Id,
            Kind = FetchKind.Import,
            NextAttemptAt = now,

            // A day more at the end: the person's day may differ from the UTC day.
            From = DateOnly.FromDateTime(from.UtcDateTime),
            To = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1),
        };
    }

    // Events that came before the connection did, and rows that waited for a reconnect.
    private static async Task ClaimWaitingAsync(
        FitGlueDb db,
        Connection connection,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await db
            .Inbox.Where(row =>
                row.Source == connection.Source && row.ExternalUserId == connection.ExternalUserId && row.ConnectionId == null
            )
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ConnectionId, connection.Id), cancellationToken);
        await WorkQueue.ResumeAsync(db, connection.Id, now, cancellationToken);
    }

    private static async Task AddRecipeAsync(
        FitGlueDb db,
        Guid userId,
        IConnectedSource source,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (!await db.Pipelines.AnyAsync(row => row.UserId == userId && row.Source == source.Info.Id, cancellationToken))
        {
            db.Pipelines.Add(
                new()
                {
                    UserId = userId,
                    Name = source.Recipe.Name,
                    Source = source.Info.Id,
                    CreatedAt = now,
                    DeliverFrom = now,
                    Boosters = [.. source.Recipe.Boosters.Select(booster => new BoosterStep(booster))],
                    Targets = [.. source.Recipe.Targets.Select(target => new TargetEntry(Guid.CreateVersion7(), target))],
                }
            );
        }
    }

    private static string Mask(string id) => id.Length <= 8 ? "…" : $"{id[..4]}…{id[^2..]}";
}
