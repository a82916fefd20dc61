using System.Collections.Concurrent;
using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Connections;

/// <summary>
/// Keeps the token pair of a connection alive. A refresh token works once: one refresh at a time, an intent before it is sent, the new
/// pair saved before it is used.
/// </summary>
public sealed partial class TokenRenewal(
    Database database,
    TokenVault vault,
    TokenJournal journal,
    ConnectionNotes notes,
    TimeProvider time,
    ILogger<TokenRenewal> logger
)
{
    /// <summary>An early renewal that failed is not tried again on every call while the old token lives.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _turns = new();

    /// <summary>The keys that a connection lacked are back, so that it may go on without the person.</summary>
    public bool HasKeysAgain(Connection connection) => connection.Trouble is TroubleCode.KeysLost && vault.CanOpen(connection.Tokens);

    /// <summary>A pair to call with: renewed at half life, while the old access token still works.</summary>
    /// <exception cref="ReconnectRequiredException">There is none any more.</exception>
    public async Task<TokenPair> CurrentAsync(Connection held, IConnectedSource source, CancellationToken cancellationToken)
    {
        var tokens = vault.Open(held.Tokens);
        if (!IsToBeRenewed(held))
        {
            return tokens;
        }

        if (held.CannotRenew)
        {
            throw new ReconnectRequiredException(held.StateReason ?? GoneText, held.Trouble ?? TroubleCode.GrantGone);
        }

        try
        {
            return await RenewAsync(held, source, tokens, IsToBeRenewed, cancellationToken);
        }
        catch (ServiceException exception) when (held.TokensExpireAt > time.GetUtcNow())
        {
            LogFailed(logger, held.Id, exception.Message);
            await WarnAsync(held, exception, cancellationToken);
            return tokens;
        }
    }

    /// <summary>A pair after the access token was refused; whoever comes second gets what the first one brought.</summary>
    /// <exception cref="ReconnectRequiredException">The grant is gone.</exception>
    public async Task<TokenPair> RenewRefusedAsync(
        Connection held,
        IConnectedSource source,
        TokenPair refused,
        CancellationToken cancellationToken
    )
    {
        var endedEarly = held.TokensExpireAt > time.GetUtcNow();
        var version = held.TokenVersion;
        try
        {
            return await RenewAsync(held, source, refused, row => row.TokenVersion == version, cancellationToken);
        }
        catch (ReconnectRequiredException exception) when (endedEarly && exception.Code is TroubleCode.GrantGone)
        {
            throw new ReconnectRequiredException(
                $"{source.Info.Name} ended our access before its time: it was taken back there, in the app or on its web site. Nothing that is here is lost. Reconnect, and everything since is fetched.",
                TroubleCode.Revoked
            );
        }
    }

    private async Task<TokenPair> RenewAsync(
        Connection held,
        IConnectedSource source,
        TokenPair tokens,
        Func<Connection, bool> isStillNeeded,
        CancellationToken cancellationToken
    )
    {
        var turn = _turns.GetOrAdd(held.Id, _ => new(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (await journal.TakeUpAsync(held, cancellationToken) || await IsRenewedAsync(held, cancellationToken))
            {
                tokens = vault.Open(held.Tokens);
                if (!isStillNeeded(held))
                {
                    return tokens;
                }
            }

            return await RefreshAsync(held, source, tokens, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    // Whoever had the turn before us may have renewed the pair: what we hold is brought up to date.
    private async Task<bool> IsRenewedAsync(Connection held, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var row = await db.Connections.AsNoTracking().FirstOrDefaultAsync(row => row.Id == held.Id, cancellationToken);
        if (row is null || row.TokenVersion == held.TokenVersion)
        {
            held.RefreshIntentAt = row?.RefreshIntentAt ?? held.RefreshIntentAt;
            return false;
        }

        held.TakeTokensOf(row);
        return true;
    }

    private async Task<TokenPair> RefreshAsync(
        Connection held,
        IConnectedSource source,
        TokenPair tokens,
        CancellationToken cancellationToken
    )
    {
        if (tokens.RefreshToken is not { } refreshToken)
        {
            throw new ReconnectRequiredException("The access token has ended and there is no refresh token. Reconnect.");
        }

        // Still set by an earlier try whose answer never came to be saved: this is the one more try with the old token.
        var wasInterrupted = held.RefreshIntentAt is not null;
        await notes.UpdateAsync(held, row => row.RefreshIntentAt = time.GetUtcNow(), cancellationToken);
        FailPoint.Hit(FailPoint.RefreshIntended);
        TokenPair answer;
        try
        {
            // Not even a stop cancels it: the answer holds the only refresh token that works from now on.
            answer = await source.RefreshAsync(refreshToken, CancellationToken.None);
        }
        catch (ReconnectRequiredException exception) when (wasInterrupted && exception.Code is TroubleCode.GrantGone)
        {
            throw new ReconnectRequiredException(
                $"The answer to a renewal was lost on its way to us, most likely in a crash or an outage, and {source.Info.Name} accepts the old sign-in no longer. Nothing that is here is lost. Reconnect, and everything since is fetched.",
                TroubleCode.RefreshLost
            );
        }

        FailPoint.Hit(FailPoint.RefreshAnswered);
        var pair = answer with { RefreshToken = answer.RefreshToken ?? refreshToken };
        await journal.SaveAsync(held, pair);
        FailPoint.Hit(FailPoint.RefreshSaved);
        return pair;
    }

    private bool IsToBeRenewed(Connection connection)
    {
        var now = time.GetUtcNow();
        var halfLife = connection.TokensIssuedAt + ((connection.TokensExpireAt - connection.TokensIssuedAt) / 2);
        return now >= connection.TokensExpireAt
            || (
                now >= halfLife
                && !connection.CannotRenew
                && (connection.RefreshIntentAt is not { } tried || (now - tried).Duration() >= AgainAfter)
            );
    }

    private const string GoneText = "The renewal of this sign-in was refused. Reconnect.";

    // The person has until the access token ends; the connection works on meanwhile.
    private async Task WarnAsync(Connection held, ServiceException exception, CancellationToken cancellationToken)
    {
        var code = exception switch
        {
            ReconnectRequiredException gone => gone.Code,
            MisconfiguredException wrong => wrong.Code,
            _ => (TroubleCode?)null,
        };
        if (code is { } trouble)
        {
            await notes.UpdateAsync(
                held,
                row =>
                {
                    (row.Trouble, row.StateReason, row.TroubleAt) = (trouble, exception.Message, time.GetUtcNow());
                    row.CannotRenew = exception is ReconnectRequiredException;
                },
                cancellationToken
            );
        }
    }

    [LoggerMessage(LogLevel.Warning, "Renewing the tokens of connection {Connection} early failed, the old ones still work: {Reason}")]
    private static partial void LogFailed(ILogger logger, Guid connection, string reason);
}
