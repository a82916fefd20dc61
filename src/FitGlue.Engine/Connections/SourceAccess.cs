using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Connections;

/// <summary>Calls a source in a connection's name: hands out its access token and renews it. Used by that connection's grain alone.</summary>
public sealed partial class SourceAccess(
    Database database,
    TokenVault vault,
    Registry registry,
    TimeProvider time,
    ILogger<SourceAccess> logger
)
{
    /// <summary>A contact is written down this often at the most: an import makes hundreds.</summary>
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(30);

    /// <summary>An early renewal that failed is not tried again on every call while the old token lives.</summary>
    private static readonly TimeSpan RenewAgainAfter = TimeSpan.FromMinutes(5);

    /// <summary>Calls with a token that works; one that is refused is renewed once.</summary>
    public async Task<T> CallAsync<T>(Guid connectionId, Func<IConnectedSource, Secret, Task<T>> call, CancellationToken cancellationToken)
    {
        var connection = await LoadAsync(connectionId, cancellationToken);
        var source =
            registry.Connected(connection.Source)
            ?? throw new MisconfiguredException($"There is no source '{connection.Source}' any more.");
        if (connection.State is ConnectionState.Reconnect)
        {
            throw new ReconnectRequiredException(connection.StateReason ?? "This connection has to be renewed: reconnect.");
        }

        try
        {
            var result = await CallOnceAsync(connection, source, call, cancellationToken);
            if (
                connection.State is not ConnectionState.Up
                || connection.LastContactAt is null
                || time.GetUtcNow() - connection.LastContactAt > NoteEvery
            )
            {
                await NoteUpAsync(connection, cancellationToken);
            }

            return result;
        }
        catch (ReconnectRequiredException exception)
        {
            await NoteTroubleAsync(connection, ConnectionState.Reconnect, exception.Message, cancellationToken);
            throw;
        }
        catch (Exception exception) when (exception is LimitedException or MisconfiguredException or UnauthorizedException)
        {
            await NoteTroubleAsync(connection, ConnectionState.Limited, exception.Message, cancellationToken);
            throw;
        }
    }

    private async Task<T> CallOnceAsync<T>(
        Connection connection,
        IConnectedSource source,
        Func<IConnectedSource, Secret, Task<T>> call,
        CancellationToken cancellationToken
    )
    {
        var tokens = vault.Open(connection.Tokens);
        if (IsToBeRenewed(connection))
        {
            tokens = await RenewEarlyAsync(connection, source, tokens, cancellationToken);
        }

        try
        {
            return await call(source, tokens.AccessToken);
        }
        catch (UnauthorizedException)
        {
            await RejectMissingScopeAsync(source, tokens.AccessToken, cancellationToken);
            var renewed = await RefreshAsync(connection, source, tokens, cancellationToken);
            return await CallRenewedAsync(source, renewed.AccessToken, call, cancellationToken);
        }
    }

    // A token that works elsewhere is not spent: a refresh would not bring the scope that is missing.
    private static async Task<AccessCheck.Refused> RejectMissingScopeAsync(
        IConnectedSource source,
        Secret accessToken,
        CancellationToken cancellationToken
    ) =>
        await source.CheckAccessAsync(accessToken, cancellationToken) switch
        {
            AccessCheck.Accepted accepted => throw new LimitedException(accepted.MissingScope),
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
        catch (UnauthorizedException)
        {
            var refused = await RejectMissingScopeAsync(source, accessToken, cancellationToken);
            throw new ReconnectRequiredException(refused.Reason);
        }
    }

    // At half life the old access token still lives: when the refresh fails, work goes on with it.
    private async Task<TokenPair> RenewEarlyAsync(
        Connection connection,
        IConnectedSource source,
        TokenPair tokens,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await RefreshAsync(connection, source, tokens, cancellationToken);
        }
        catch (ServiceException exception) when (connection.TokensExpireAt > time.GetUtcNow())
        {
            LogRefreshFailed(logger, connection.Id, exception.Message);
            return tokens;
        }
    }

    private async Task<TokenPair> RefreshAsync(
        Connection connection,
        IConnectedSource source,
        TokenPair tokens,
        CancellationToken cancellationToken
    )
    {
        if (tokens.RefreshToken is not { } refreshToken)
        {
            throw new ReconnectRequiredException("The access token has ended and there is no refresh token. Reconnect.");
        }

        await UpdateAsync(connection, row => row.RefreshIntentAt = time.GetUtcNow(), cancellationToken);

        FailPoint.Hit(FailPoint.RefreshIntended);

        // Not even a stop cancels it: the answer holds the only refresh token that works from now on.
        var answer = await source.RefreshAsync(refreshToken, CancellationToken.None);
        FailPoint.Hit(FailPoint.RefreshAnswered);
        var pair = answer with { RefreshToken = answer.RefreshToken ?? refreshToken };
        var (cipher, now) = (vault.Seal(pair), time.GetUtcNow());

        // The new pair is saved before it is used.
        await UpdateAsync(
            connection,
            row =>
            {
                row.Tokens = cipher;
                row.TokensIssuedAt = now;
                row.TokensExpireAt = pair.ExpiresAt;
                row.TokenVersion++;
                row.RefreshIntentAt = null;
            },
            CancellationToken.None
        );
        FailPoint.Hit(FailPoint.RefreshSaved);
        return pair;
    }

    private bool IsToBeRenewed(Connection connection)
    {
        var now = time.GetUtcNow();
        var halfLife = connection.TokensIssuedAt + ((connection.TokensExpireAt - connection.TokensIssuedAt) / 2);
        return now >= connection.TokensExpireAt
            || (now >= halfLife && (connection.RefreshIntentAt is not { } tried || now - tried >= RenewAgainAfter));
    }

    // What we hold changes with the row, so that it fences what comes after.
    private async Task UpdateAsync(Connection held, Action<Connection> change, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async db => change(await FindAsync(db, held, cancellationToken) ?? throw ChangedMeanwhile()),
            cancellationToken
        );
        change(held);
    }

    // A connection that works again takes up what waited for the person.
    private Task NoteUpAsync(Connection held, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var now = time.GetUtcNow();
                if (await FindAsync(db, held, cancellationToken) is { } row)
                {
                    var resumes = row.State is ConnectionState.Limited;
                    (row.State, row.StateReason, row.LastContactAt) = (ConnectionState.Up, null, now);
                    if (resumes)
                    {
                        await WorkQueue.ResumeAsync(db, row.Id, now, cancellationToken);
                    }
                }
            },
            cancellationToken
        );

    // A refusal of tokens that were replaced meanwhile says nothing about the new ones.
    private Task NoteTroubleAsync(Connection held, ConnectionState state, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var row = await FindAsync(db, held, cancellationToken) ?? throw ChangedMeanwhile();
                (row.State, row.StateReason, row.LastContactAt) = (state, reason, time.GetUtcNow());
            },
            cancellationToken
        );

    private static Task<Connection?> FindAsync(FitGlueDb db, Connection held, CancellationToken cancellationToken) =>
        db.Connections.FirstOrDefaultAsync(row => row.Id == held.Id && row.TokenVersion == held.TokenVersion, cancellationToken);

    private static UnavailableException ChangedMeanwhile() =>
        new("The connection was renewed or removed meanwhile; the step is tried again with what is there now.");

    private async Task<Connection> LoadAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db.Connections.AsNoTracking().FirstOrDefaultAsync(row => row.Id == connectionId, cancellationToken)
            ?? throw new RejectedException("The connection was removed.");
    }

    [LoggerMessage(LogLevel.Warning, "Renewing the tokens of connection {Connection} early failed, the old ones still work: {Reason}")]
    private static partial void LogRefreshFailed(ILogger logger, Guid connection, string reason);
}
