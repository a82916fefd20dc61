using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Storage;
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
                await NoteAsync(connectionId, ConnectionState.Up, null, cancellationToken);
            }

            return result;
        }
        catch (ReconnectRequiredException exception)
        {
            await NoteAsync(connectionId, ConnectionState.Reconnect, exception.Message, cancellationToken);
            throw;
        }
        catch (Exception exception) when (exception is LimitedException or MisconfiguredException or UnauthorizedException)
        {
            await NoteAsync(connectionId, ConnectionState.Limited, exception.Message, cancellationToken);
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
        if (IsPastHalfLife(connection))
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
            var renewed = await RefreshAsync(await LoadAsync(connection.Id, cancellationToken), source, tokens, cancellationToken);
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
        var answer = await source.RefreshAsync(refreshToken, cancellationToken);
        var pair = answer with { RefreshToken = answer.RefreshToken ?? refreshToken };

        // The new pair is saved before it is used, whatever else is cancelled: the old refresh token is spent.
        await UpdateAsync(
            connection,
            row =>
            {
                row.Tokens = vault.Seal(pair);
                row.TokensIssuedAt = time.GetUtcNow();
                row.TokensExpireAt = pair.ExpiresAt;
                row.TokenVersion++;
                row.RefreshIntentAt = null;
            },
            CancellationToken.None
        );
        return pair;
    }

    private bool IsPastHalfLife(Connection connection) =>
        time.GetUtcNow() >= connection.TokensIssuedAt + ((connection.TokensExpireAt - connection.TokensIssuedAt) / 2);

    private Task UpdateAsync(Connection held, Action<Connection> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var row = await db.Connections.FirstOrDefaultAsync(
                    row => row.Id == held.Id && row.TokenVersion == held.TokenVersion,
                    cancellationToken
                );
                change(
                    row
                        ?? throw new UnavailableException(
                            "The connection's tokens changed meanwhile; the step is tried again with the new ones."
                        )
                );
            },
            cancellationToken
        );

    private Task NoteAsync(Guid connectionId, ConnectionState state, string? reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db =>
                db.Connections.Where(row => row.Id == connectionId)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(row => row.State, state)
                                .SetProperty(row => row.StateReason, reason)
                                .SetProperty(row => row.LastContactAt, time.GetUtcNow()),
                        cancellationToken
                    ),
            cancellationToken
        );

    private async Task<Connection> LoadAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db.Connections.AsNoTracking().FirstOrDefaultAsync(row => row.Id == connectionId, cancellationToken)
            ?? throw new RejectedException("The connection was removed.");
    }

    [LoggerMessage(LogLevel.Warning, "Renewing the tokens of connection {Connection} early failed, the old ones still work: {Reason}")]
    private static partial void LogRefreshFailed(ILogger logger, Guid connection, string reason);
}
