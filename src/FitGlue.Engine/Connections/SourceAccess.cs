using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Connections;

/// <summary>Calls a source in a connection's name: within its limits, with a token that works, and notes what came of it.</summary>
public sealed class SourceAccess(
    Database database,
    Registry registry,
    TokenRenewal renewal,
    ConnectionNotes notes,
    RequestBudget budget,
    TimeProvider time
)
{
    /// <summary>A contact is written down this often at the most: an import makes hundreds.</summary>
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(30);

    /// <summary>What a person has to mend is not asked for again sooner.</summary>
    private static readonly TimeSpan TroublePause = TimeSpan.FromMinutes(1);

    /// <summary>Calls with a token that works; one that is refused is renewed once.</summary>
    public async Task<T> CallAsync<T>(
        Guid connectionId,
        SourceCall what,
        Urgency urgency,
        Func<IConnectedSource, Secret, Task<T>> call,
        CancellationToken cancellationToken
    )
    {
        var connection = await LoadAsync(connectionId, cancellationToken);
        var source =
            registry.Connected(connection.Source)
            ?? throw new MisconfiguredException($"There is no source '{connection.Source}' any more.");
        RejectKnownTrouble(connection, what);
        budget.CallFor(connectionId, urgency);
        try
        {
            var result = await CallOnceAsync(connection, source, call, cancellationToken);
            if (IsWorthNoting(connection, what))
            {
                await notes.WorksAsync(connection, what, source.ClockSkew, cancellationToken);
            }

            return result;
        }
        catch (RateLimitedException limited)
        {
            await budget.NoteAsync(source.Info.Id, connectionId, limited, cancellationToken);
            throw;
        }
        catch (ReconnectRequiredException exception)
        {
            await notes.TroubleAsync(connection, ConnectionState.Reconnect, exception.Code, null, exception.Message, cancellationToken);
            throw;
        }
        catch (LimitedException exception)
        {
            var only = exception.Code is TroubleCode.MissingScope ? what : (SourceCall?)null;
            await notes.TroubleAsync(connection, ConnectionState.Limited, exception.Code, only, exception.Message, cancellationToken);
            throw;
        }
        catch (MisconfiguredException exception)
        {
            await notes.TroubleAsync(connection, ConnectionState.Limited, exception.Code, null, exception.Message, cancellationToken);
            throw;
        }
    }

    // No storm into a closed door: what only the person can open is tried again now and then. Each kind of day record has a door of its
    // own, and none of them is tried often.
    private void RejectKnownTrouble(Connection connection, SourceCall what)
    {
        if (connection is { State: ConnectionState.Reconnect } && !renewal.HasKeysAgain(connection))
        {
            throw new ReconnectRequiredException(
                connection.StateReason ?? "This connection has to be renewed: reconnect.",
                connection.Trouble ?? TroubleCode.GrantGone
            );
        }

        var now = time.GetUtcNow();
        if (
            connection is { State: ConnectionState.Limited, Trouble: { } trouble, TroubleAt: { } at }
            && (connection.TroubleWith is null || (connection.TroubleWith == what && what is not SourceCall.Days))
            && now >= at
            && now - at < TroublePause
        )
        {
            throw new LimitedException(connection.StateReason ?? "This connection is limited.", trouble);
        }
    }

    private bool IsWorthNoting(Connection connection, SourceCall what) =>
        connection.State is ConnectionState.New or ConnectionState.Reconnect
        || (connection.State is ConnectionState.Limited && (connection.TroubleWith ?? what) == what)
        || connection.LastContactAt is not { } last
        || (time.GetUtcNow() - last).Duration() > NoteEvery;

    private async Task<T> CallOnceAsync<T>(
        Connection connection,
        IConnectedSource source,
        Func<IConnectedSource, Secret, Task<T>> call,
        CancellationToken cancellationToken
    )
    {
        var tokens = await renewal.CurrentAsync(connection, source, cancellationToken);
        try
        {
            return await call(source, tokens.AccessToken);
        }
        catch (UnauthorizedException refusal)
        {
            await RejectMissingScopeAsync(source, tokens.AccessToken, refusal, cancellationToken);
            var renewed = await renewal.RenewRefusedAsync(connection, source, tokens, cancellationToken);
            return await CallRenewedAsync(source, renewed.AccessToken, call, cancellationToken);
        }
    }

    // A token that works elsewhere is not spent: a refresh would not bring the scope that is missing.
    private static async Task<AccessCheck.Refused> RejectMissingScopeAsync(
        IConnectedSource source,
        Secret accessToken,
        UnauthorizedException refusal,
        CancellationToken cancellationToken
    ) =>
        await source.CheckAccessAsync(accessToken, cancellationToken) switch
        {
            AccessCheck.Accepted accepted => throw new LimitedException(refusal.MissingScope ?? accepted.MissingScope),
            AccessCheck.Refused refused => refused,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static async Task<T> CallRenewedAsync<T>(
        IConnectedSource source,
        Secret accessToken,
        Func<IConnectedSource, Secret, Task<T>> call,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await call(source, accessToken);
        }
        catch (UnauthorizedException refusal)
        {
            var refused = await RejectMissingScopeAsync(source, accessToken, refusal, cancellationToken);
            throw new ReconnectRequiredException(refused.Reason, TroubleCode.Revoked);
        }
    }

    private async Task<Connection> LoadAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db.Connections.AsNoTracking().FirstOrDefaultAsync(row => row.Id == connectionId, cancellationToken)
            ?? throw new RejectedException("The connection was removed.");
    }
}
