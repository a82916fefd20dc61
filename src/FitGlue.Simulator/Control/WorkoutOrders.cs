namespace FitGlue.Simulator;

/// <summary>A workout to add; what is left out is made up to fit.</summary>
public sealed record NewWorkout
{
    public string Person { get; init; } = "demo";

    public string Activity { get; init; } = "running";

    /// <summary>Null: so that it ends now, at whole minutes of the person's local time.</summary>
    public DateTimeOffset? Start { get; init; }

    public int Minutes { get; init; } = 30;

    public double? Calories { get; init; }

    public double? DistanceMeters { get; init; }

    public string? Intensity { get; init; }

    public string? Label { get; init; }

    public string Source { get; init; } = "confirmed";

    public HeartRateDensity HeartRate { get; init; } = HeartRateDensity.Dense;

    /// <summary>A hole in the middle of its heart rate.</summary>
    public int GapMinutes { get; init; }

    /// <summary>The heart rate reaches the cloud this much later than the workout.</summary>
    public TimeSpan? HeartRateDelay { get; init; }

    /// <summary>Stays in the ring until the next sync.</summary>
    public bool OnRing { get; init; }

    /// <summary>Tells the subscribers.</summary>
    public bool Notify { get; init; } = true;
}

/// <summary>What a person changes about a workout; null leaves it as it is.</summary>
public sealed record WorkoutEdit
{
    public string? Activity { get; init; }

    public DateTimeOffset? Start { get; init; }

    public int? Minutes { get; init; }

    public double? Calories { get; init; }

    public double? DistanceMeters { get; init; }

    public string? Intensity { get; init; }

    public string? Label { get; init; }

    public string? Source { get; init; }

    public bool Notify { get; init; } = true;
}

/// <summary>A session to add.</summary>
public sealed record NewSession
{
    public string Person { get; init; } = "demo";

    public string Type { get; init; } = "meditation";

    /// <summary>Null: so that it ends now, at whole minutes of the person's local time.</summary>
    public DateTimeOffset? Start { get; init; }

    public int Minutes { get; init; } = 10;

    /// <summary>With heart rate.</summary>
    public bool IsMeasured { get; init; } = true;

    /// <summary>Tells the subscribers.</summary>
    public bool Notify { get; init; } = true;
}

/// <summary>What changes about a session; null leaves it as it is.</summary>
public sealed record SessionEdit
{
    public string? Type { get; init; }

    public int? Minutes { get; init; }

    public bool Notify { get; init; } = true;
}

/// <summary>What a sync brought, as event, data type and id.</summary>
public sealed record SyncedDocument(string EventType, string DataType, string ObjectId);

/// <summary>A token pair that was issued without a browser.</summary>
public sealed record IssuedTokens(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt, IReadOnlyList<string> Scopes);

/// <summary>What one person allowed one app.</summary>
public sealed record GrantSummary(string Id, string ClientId, string Person, IReadOnlyList<string> Scopes, bool Revoked, int Refreshes);

/// <summary>A webhook subscription as the cloud holds it.</summary>
public sealed record SubscriptionSummary(
    string Id,
    string ClientId,
    string CallbackUrl,
    string EventType,
    string DataType,
    DateTimeOffset ExpirationTime
);
