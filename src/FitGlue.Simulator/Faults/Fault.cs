namespace FitGlue.Simulator;

/// <summary>An answer that is not what was asked for.</summary>
public sealed record Fault
{
    /// <summary>A path, in which <c>*</c> stands for anything.</summary>
    public required string Path { get; init; }

    public required FaultKind Kind { get; init; }

    /// <summary>How many requests it hits; null until it is cleared.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>Requests that pass before it begins.</summary>
    public int After { get; init; }

    /// <summary>Null hits every method.</summary>
    public string? Method { get; init; }

    /// <summary>For server errors and custom answers.</summary>
    public int? Status { get; init; }

    /// <summary>For custom answers.</summary>
    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>For slow answers.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For 429: seconds, and so when the limit is over.</summary>
    public int RetryAfterSeconds { get; init; } = 60;

    /// <summary>For 429: what <c>Retry-After</c> says in place of the seconds, however absurd; empty leaves all five headers out.</summary>
    public string? RetryAfter { get; init; }

    public RateLimitTier Tier { get; init; } = RateLimitTier.AccessToken;
}

public enum FaultKind
{
    /// <summary>429 with its five headers.</summary>
    RateLimited,

    /// <summary>5xx with a page of HTML, as the network in front of the cloud answers.</summary>
    ServerError,

    /// <summary>403, the membership has lapsed.</summary>
    Membership,

    /// <summary>426, the phone app is too old.</summary>
    UpgradeRequired,

    /// <summary>404, as for a document that is not there yet.</summary>
    NotFound,

    /// <summary>401, as for a token that was revoked.</summary>
    Unauthorized,

    /// <summary>The right answer, late.</summary>
    Slow,

    /// <summary>Half of the right answer, then the connection ends.</summary>
    Truncated,

    /// <summary>200 with something that is no JSON.</summary>
    Garbage,

    /// <summary>The request is carried out and its answer is lost.</summary>
    LostAnswer,

    /// <summary>Status and body as given; the request is not carried out.</summary>
    Custom,
}
