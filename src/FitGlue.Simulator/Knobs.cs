namespace FitGlue.Simulator;

/// <summary>What is uncertain about the real cloud, or too slow for a test, can be turned here.</summary>
public sealed record Knobs
{
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromDays(1);

    public TimeSpan CodeLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Grants everything that was asked for without showing the consent page.</summary>
    public bool SkipConsent { get; init; }

    /// <summary>The new portal ignores scopes that lack the prefix <c>extapi:</c>.</summary>
    public bool MoiIgnoresBareScopes { get; init; }

    /// <summary>The legacy authorize page also serves apps of the new portal; their codes are still redeemed there.</summary>
    public bool LegacyFrontDoorServesMoi { get; init; }

    /// <summary>The new portal refuses plain-http redirects to anything but <c>localhost</c>.</summary>
    public bool MoiRefusesPlainHttp { get; init; } = true;

    /// <summary>An exchange at the wrong portal spends the code.</summary>
    public bool RejectedExchangeBurnsCode { get; init; } = true;

    public bool ReusedRefreshTokenRevokesGrant { get; init; }

    public bool RefreshEndsOldAccessToken { get; init; }

    /// <summary>401 or 403.</summary>
    public int MissingScopeStatus { get; init; } = 401;

    public int MembershipStatus { get; init; } = 403;

    public int ReversedRangeStatus { get; init; } = 400;

    public int HeartRatePageSize { get; init; } = 1000;

    /// <summary>0 means everything on one page.</summary>
    public int DocumentPageSize { get; init; } = 100;

    public int HeartRateMaxDays { get; init; } = 30;

    /// <summary>Divides the webhook delay and the gaps between retries.</summary>
    public double TimeFactor { get; init; } = 1;

    /// <summary>From a change to its first delivery.</summary>
    public TimeSpan WebhookDelay { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public int WebhookTries { get; init; } = 10;

    /// <summary>All tries of one delivery happen within this time.</summary>
    public TimeSpan WebhookRetrySpan { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How <c>x-oura-timestamp</c> is written.</summary>
    public TimestampUnit WebhookTimestamp { get; init; } = TimestampUnit.Seconds;

    /// <summary>A retry carries a new timestamp, and so a new signature.</summary>
    public bool WebhookTimestampPerTry { get; init; } = true;

    /// <summary>No event leaves, as when the cloud's deliveries are down for days.</summary>
    public bool WebhooksLost { get; init; }

    public TimeSpan SubscriptionLifetime { get; init; } = TimeSpan.FromDays(90);

    public int UnknownSubscriptionStatus { get; init; } = 403;

    public int DuplicateSubscriptionStatus { get; init; } = 409;

    public int FailedHandshakeStatus { get; init; } = 422;

    public int WebhookBadClientStatus { get; init; } = 401;

    /// <summary>Requests per window; 0 means no limit.</summary>
    public int RateLimit { get; init; }

    public TimeSpan RateLimitWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whose requests are counted together.</summary>
    public RateLimitTier RateLimitTier { get; init; } = RateLimitTier.AccessToken;

    /// <summary>How often the phone app fetches the ring by itself; null: only when told to.</summary>
    public TimeSpan? AutoSync { get; init; }
}

public enum TimestampUnit
{
    Seconds,
    Milliseconds,
    Iso,
}

public enum RateLimitTier
{
    AccessToken,
    Application,
}
