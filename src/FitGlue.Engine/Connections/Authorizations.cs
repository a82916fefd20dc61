using System.Security.Cryptography;
using System.Text;
using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Connections;

/// <summary>The OAuth flow from our side: begins it and finishes it. States are single use, end after ten minutes and belong to one browser.</summary>
public sealed class Authorizations(
    Database database,
    TokenVault vault,
    Registry registry,
    Connecting connecting,
    SessionWishes sessions,
    TimeProvider time
)
{
    /// <param name="browser">The value of the cookie that this browser has or gets.</param>
    public async Task<AuthorizeStart> BeginAsync(
        Guid userId,
        string sourceId,
        string browser,
        Uri redirectUri,
        CancellationToken cancellationToken
    )
    {
        if (registry.Connected(sourceId) is not { } source)
        {
            return new AuthorizeStart.UnknownSource();
        }

        if (!source.Setup.Ready)
        {
            return new AuthorizeStart.NotSetUp(source.Setup.Missing);
        }

        var state = Random();
        var verifier = Random();
        await database.WriteAsync(
            async db =>
            {
                var now = time.GetUtcNow();
                await db.Authorizations.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
                db.Authorizations.Add(
                    new()
                    {
                        StateHash = HashOf(state),
                        UserId = userId,
                        Source = sourceId,
                        BrowserHash = HashOf(browser),
                        CodeVerifier = vault.SealText(verifier),
                        ExpiresAt = now + Authorization.Lifetime,
                    }
                );
            },
            cancellationToken
        );
        await using var look = await database.OpenAsync(cancellationToken);
        var also = await sessions.AskedScopeAsync(look, userId, sourceId, cancellationToken);
        var request = new AuthorizeRequest(state, ChallengeOf(verifier), redirectUri) { AlsoScopes = also is null ? [] : [also.Scope] };
        return new AuthorizeStart.Ready(source.AuthorizeUrl(request));
    }

    /// <summary>Finishes the flow with the query that the browser brought back.</summary>
    public async Task<ConnectOutcome> FinishAsync(
        Guid userId,
        string sourceId,
        string? browser,
        IReadOnlyDictionary<string, string> query,
        Uri redirectUri,
        CancellationToken cancellationToken
    )
    {
        if (registry.Connected(sourceId) is not { } source)
        {
            return new ConnectOutcome.Refused($"There is no source '{sourceId}'.");
        }

        var pending = await TakeAsync(userId, sourceId, browser, query.GetValueOrDefault("state"), cancellationToken);
        if (pending is null)
        {
            return new ConnectOutcome.Refused(
                $"{source.Info.Name} was not connected: the sign-in was begun in another browser or by another user, was used before, or is more than 10 minutes old. Nothing was saved. Start again."
            );
        }

        return source.ReadCallback(query) switch
        {
            CallbackReading.Code code => await ExchangeAsync(source, pending, code, redirectUri, cancellationToken),
            CallbackReading.Refused refused => new ConnectOutcome.Refused(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<ConnectOutcome> ExchangeAsync(
        IConnectedSource source,
        Authorization pending,
        CallbackReading.Code code,
        Uri redirectUri,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var verifier = vault.OpenText(pending.CodeVerifier);
            var grant = await source.ExchangeAsync(code.Value, verifier, redirectUri, code.Scopes, cancellationToken);
            return await connecting.SaveAsync(pending.UserId, source, grant, CancellationToken.None);
        }
        catch (ServiceException exception)
        {
            return new ConnectOutcome.Refused(exception.Message);
        }
    }

    // Reading it deletes it: a state works once, whoever brings it.
    private Task<Authorization?> TakeAsync(
        Guid userId,
        string sourceId,
        string? browser,
        string? state,
        CancellationToken cancellationToken
    )
    {
        if (state is null or { Length: > 256 } || browser is null)
        {
            return Task.FromResult<Authorization?>(null);
        }

        var (stateHash, browserHash) = (HashOf(state), HashOf(browser));
        return database.WriteAsync(
            async db =>
            {
                var row = await db.Authorizations.FirstOrDefaultAsync(
                    row => row.StateHash == stateHash && row.BrowserHash == browserHash && row.UserId == userId,
                    cancellationToken
                );
                if (row is null)
                {
                    return null;
                }

                db.Remove(row);
                return row.Source == sourceId && row.ExpiresAt > time.GetUtcNow() ? row : null;
            },
            cancellationToken
        );
    }

    private static string Random() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    private static string HashOf(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    /// <summary>PKCE S256 (RFC 7636 §4.2).</summary>
    private static string ChallengeOf(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}

public abstract record AuthorizeStart
{
    private AuthorizeStart() { }

    public sealed record Ready(Uri AuthorizeUrl) : AuthorizeStart;

    public sealed record UnknownSource : AuthorizeStart;

    /// <param name="Missing">Settings to fill, by key.</param>
    public sealed record NotSetUp(IReadOnlyList<string> Missing) : AuthorizeStart;
}

public abstract record ConnectOutcome
{
    private ConnectOutcome() { }

    /// <param name="MissingScopes">Asked for and not granted.</param>
    public sealed record Connected(Guid ConnectionId, IReadOnlyList<string> MissingScopes) : ConnectOutcome;

    /// <param name="Reason">What happened, whose move it is, the next step.</param>
    public sealed record Refused(string Reason) : ConnectOutcome;
}
