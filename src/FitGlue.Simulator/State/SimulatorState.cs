namespace FitGlue.Simulator.State;

/// <summary>Everything a restart must not forget. Collections are touched under the lock of <see cref="Store"/> only; what they hold is immutable.</summary>
internal sealed class SimulatorState
{
    public long Seed { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateOnly FirstDay { get; set; }

    public Knobs Knobs { get; set; } = new();

    public Dictionary<string, SimulatedApp> Apps { get; set; } = [];

    public Dictionary<string, Person> People { get; set; } = [];

    /// <summary>Workouts that were added or changed, by id; the rest follows from the seed.</summary>
    public Dictionary<string, WorkoutEntry> Workouts { get; set; } = [];

    /// <summary>Sessions that were added or changed, by id; the rest follows from the person's days.</summary>
    public Dictionary<string, SessionEntry> Sessions { get; set; } = [];

    public Dictionary<string, HeartRateHold> HeartRateHolds { get; set; } = [];

    public Dictionary<string, Code> Codes { get; set; } = [];

    public List<Grant> Grants { get; set; } = [];

    public List<Subscription> Subscriptions { get; set; } = [];

    public long TokensIssued { get; set; }

    public long Serial { get; set; }
}

/// <summary>A workout that differs from what the seed says.</summary>
internal sealed record WorkoutEntry
{
    public required string Person { get; init; }

    public required Workout Workout { get; init; }

    /// <summary>What the ring measured; null where the seed says it.</summary>
    public People.Bout? Bout { get; init; }

    public bool Deleted { get; init; }

    /// <summary>Still in the ring's memory; the next sync brings it.</summary>
    public bool OnRing { get; init; }
}

/// <summary>A session that differs from what the days say.</summary>
internal sealed record SessionEntry(string Person, Session Session, bool Deleted);

/// <summary>Heart rate of a workout that has not reached the cloud yet.</summary>
internal sealed record HeartRateHold(string Person, long From, long To, DateTimeOffset? Until);

internal sealed record Code(
    string ClientId,
    string Person,
    string? RedirectUri,
    IReadOnlyList<string> Scopes,
    DateTimeOffset ExpiresAt,
    string? Challenge,
    string? ChallengeMethod,
    bool Used
);

/// <summary>What one person allowed one app, with every token that came of it.</summary>
internal sealed record Grant
{
    public required string Id { get; init; }

    public required string ClientId { get; init; }

    public required string Person { get; init; }

    /// <summary>As the app spelled them.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public required string RefreshToken { get; init; }

    public IReadOnlyList<string> SpentRefreshTokens { get; init; } = [];

    public int Refreshes { get; init; }

    public IReadOnlyList<IssuedAccess> Access { get; init; } = [];

    public bool Revoked { get; init; }
}

internal sealed record IssuedAccess(string Token, DateTimeOffset ExpiresAt);

internal sealed record Subscription
{
    public required string Id { get; init; }

    public required string ClientId { get; init; }

    public required string CallbackUrl { get; init; }

    public required string VerificationToken { get; init; }

    public required string EventType { get; init; }

    public required string DataType { get; init; }

    public required DateTimeOffset ExpirationTime { get; init; }
}
