namespace FitGlue.Simulator;

/// <summary>Somebody with a ring.</summary>
public sealed record Person
{
    /// <summary>How the control API calls them.</summary>
    public required string Name { get; init; }

    /// <summary>The <c>id</c> of <c>personal_info</c> and the <c>user_id</c> of webhooks.</summary>
    public required string UserId { get; init; }

    public required string Email { get; init; }

    public int Age { get; init; } = 38;

    public double WeightKilograms { get; init; } = 74.5;

    public double HeightMeters { get; init; } = 1.76;

    public string Sex { get; init; } = "female";

    public int RestingHeartRate { get; init; } = 54;

    public HomeZone Zone { get; init; } = HomeZone.CentralEurope;

    /// <summary>A lapsed membership answers every data request with 403.</summary>
    public bool MembershipActive { get; init; } = true;

    /// <summary>Scopes this person never grants, as bare names; <c>*</c> refuses them all.</summary>
    public IReadOnlyList<string> RefusedScopes { get; init; } = [];

    /// <summary>How the rows of the night are labeled.</summary>
    public string NightSource { get; init; } = "rest";

    public Habits Habits { get; init; } = new();

    /// <summary>Up to when the phone app has fetched the ring; null: two hours before the simulator first started.</summary>
    public DateTimeOffset? SyncedUntil { get; init; }

    /// <summary>Up to when the user has opened the app; sleep and readiness appear only then.</summary>
    public DateTimeOffset? OpenedUntil { get; init; }
}

/// <summary>Where a person lives. The rules are our own so that a machine without a time zone database lives the same days.</summary>
public enum HomeZone
{
    CentralEurope,
    EasternAmerica,
}
