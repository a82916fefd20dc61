namespace FitGlue.Simulator.OAuth;

/// <summary>Scope names: bare at the old portal, with the prefix <c>extapi:</c> at the new one; some have two bare names.</summary>
internal static class Scopes
{
    public static readonly IReadOnlyList<string> All =
    [
        "email",
        "personal",
        "daily",
        "heartrate",
        "workout",
        "tag",
        "session",
        "spo2",
        "stress",
        "heart_health",
        "ring_configuration",
    ];

    public static readonly IReadOnlyDictionary<string, string> Meaning = new Dictionary<string, string>
    {
        ["email"] = "your e-mail address",
        ["personal"] = "age, weight, height and sex",
        ["daily"] = "sleep, readiness and activity of each day",
        ["heartrate"] = "heart rate through the day",
        ["workout"] = "workouts, detected and entered",
        ["tag"] = "your tags",
        ["session"] = "moments and breathing sessions",
        ["spo2"] = "blood oxygen at night",
        ["stress"] = "daytime stress and resilience",
        ["heart_health"] = "cardio capacity and cardiovascular age",
        ["ring_configuration"] = "your rings and their battery",
    };

    public static string Bare(string scope)
    {
        var bare = scope.StartsWith("extapi:", StringComparison.Ordinal) ? scope["extapi:".Length..] : scope;
        return bare is "spo2Daily" ? "spo2" : bare;
    }

    public static IReadOnlyList<string> Split(string? scopes) =>
        (scopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What the consent page offers: what was asked for and the app may have, or all that the app may have where nothing was asked.</summary>
    public static IReadOnlyList<string> Offered(SimulatedApp app, string? requested, Knobs knobs)
    {
        var approved = app.Scopes is { } limited ? All.Where(limited.Select(Bare).Contains).ToArray() : All;
        var asked = Split(requested);
        if (asked.Count == 0)
        {
            return [.. approved.Select(s => app.Portal is Portal.Moi ? $"extapi:{s}" : s)];
        }

        return
        [
            .. asked
                .Distinct()
                .Where(s => approved.Contains(Bare(s)))
                .Where(s =>
                    app.Portal is Portal.Legacy || !knobs.MoiIgnoresBareScopes || s.StartsWith("extapi:", StringComparison.Ordinal)
                ),
        ];
    }

    public static bool Refuses(Person person, string scope) =>
        person.RefusedScopes.Contains("*") || person.RefusedScopes.Select(Bare).Contains(Bare(scope));
}
