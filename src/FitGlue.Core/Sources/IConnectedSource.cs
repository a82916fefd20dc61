using FitGlue.Core.Activities;

namespace FitGlue.Core.Sources;

/// <summary>A source behind OAuth that is read over REST. Every call may throw a <see cref="ServiceException"/>.</summary>
public interface IConnectedSource : ISource
{
    /// <summary>Whether whoever runs the server has given it what it needs, and what to do if not.</summary>
    SourceSetup Setup { get; }

    /// <summary>The pipeline that connecting makes for a user who has none.</summary>
    PipelineRecipe Recipe { get; }

    /// <summary>How many days before the connection are imported at once.</summary>
    int ImportDays { get; }

    /// <summary>How often the last days are listed anew, to find what no notification told.</summary>
    /// <param name="notified">Whether the provider calls us, so that this is the net and not the way.</param>
    TimeSpan ReconcileInterval(bool notified);

    /// <summary>What the provider lets this application ask.</summary>
    RequestLimit RequestLimit { get; }

    /// <summary>How far the provider's clock was ahead of ours at its last answer; null: not known.</summary>
    TimeSpan? ClockSkew { get; }

    /// <summary>When heart rate that is not there yet is asked for again: waits after the first fetch.</summary>
    IReadOnlyList<TimeSpan> SettleSchedule { get; }

    /// <summary>Where the person's browser goes to grant access.</summary>
    /// <param name="request">Single-use state, PKCE S256 challenge, and our callback.</param>
    Uri AuthorizeUrl(AuthorizeRequest request);

    /// <summary>Reads the query that the browser brought back; pure.</summary>
    CallbackReading ReadCallback(IReadOnlyDictionary<string, string> query);

    /// <summary>Exchanges a code for tokens and asks whose they are. Never retried: a code is single use.</summary>
    /// <param name="redirectScopes">Scopes that the redirect named as granted, or null.</param>
    Task<Grant> ExchangeAsync(
        string code,
        string codeVerifier,
        Uri redirectUri,
        string? redirectScopes,
        CancellationToken cancellationToken
    );

    /// <summary>Spends the refresh token. Never retried: the caller decides.</summary>
    /// <exception cref="ReconnectRequiredException">The grant is gone, and only then.</exception>
    Task<TokenPair> RefreshAsync(Secret refreshToken, CancellationToken cancellationToken);

    /// <summary>Asks whether the access token works at all: the question after a call was refused with a freshly refreshed token.</summary>
    Task<AccessCheck> CheckAccessAsync(Secret accessToken, CancellationToken cancellationToken);

    Task RevokeAsync(TokenPair tokens, CancellationToken cancellationToken);

    /// <summary>Lists the workouts whose local day lies in [from, to], oldest first.</summary>
    IAsyncEnumerable<SourceDocument> ListWorkoutsAsync(DateOnly from, DateOnly to, Secret accessToken, CancellationToken cancellationToken);

    /// <summary>Null: the source does not have it (404).</summary>
    Task<SourceDocument?> FetchWorkoutAsync(string objectId, Secret accessToken, CancellationToken cancellationToken);

    /// <summary>When the newest reading that the source has of this person was taken; null: it has none of the last days.</summary>
    Task<DateTimeOffset?> FetchLastDataAsync(Secret accessToken, CancellationToken cancellationToken);

    /// <summary>Raw samples with from ≤ time ≤ to, by time, duplicates and all.</summary>
    Task<IReadOnlyList<HeartRateSample>> FetchHeartRateAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        Secret accessToken,
        CancellationToken cancellationToken
    );
}

/// <param name="Missing">Settings that are not filled, by their configuration key; empty when ready.</param>
/// <param name="PortalUrl">Where the person makes the application.</param>
public sealed record SourceSetup(IReadOnlyList<string> Missing, Uri PortalUrl)
{
    public bool Ready => Missing.Count == 0;
}

public sealed record AuthorizeRequest(string State, string CodeChallenge, Uri RedirectUri)
{
    /// <summary>Asked for beside what the source asks of everybody, in the words of <see cref="ScopeInfo.Scope"/>.</summary>
    public IReadOnlyList<string> AlsoScopes { get; init; } = [];
}

/// <summary>What the browser brought back from the provider.</summary>
public abstract record CallbackReading
{
    private CallbackReading() { }

    /// <param name="Scopes">As the redirect names them, or null.</param>
    public sealed record Code(string Value, string? Scopes) : CallbackReading;

    /// <param name="Reason">In our own words; the provider's text is never shown.</param>
    public sealed record Refused(string Reason) : CallbackReading;
}

/// <param name="ExternalUserId">The provider's id of the account.</param>
/// <param name="Scopes">Granted, in the words of <see cref="ScopeInfo.Scope"/>.</param>
public sealed record Grant(TokenPair Tokens, string ExternalUserId, IReadOnlyList<string> Scopes);

/// <param name="Boosters">Registry ids, in order.</param>
/// <param name="Targets">Registry ids.</param>
public sealed record PipelineRecipe(string Name, IReadOnlyList<string> Boosters, IReadOnlyList<string> Targets);

/// <summary>Whether an access token works at all.</summary>
public abstract record AccessCheck
{
    private AccessCheck() { }

    /// <summary>The token is fine: a call that is refused all the same needs a scope that was not granted.</summary>
    /// <param name="ExternalUserId">Whose it is.</param>
    /// <param name="MissingScope">What to tell the person in that case.</param>
    public sealed record Accepted(string ExternalUserId, string MissingScope) : AccessCheck;

    /// <param name="Reason">What to tell the person, who has to reconnect.</param>
    public sealed record Refused(string Reason) : AccessCheck;
}
