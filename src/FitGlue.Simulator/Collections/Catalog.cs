namespace FitGlue.Simulator.Collections;

/// <summary>Every collection with documents: its path, its name in webhooks, the scope that opens it.</summary>
internal static class Catalog
{
    public static readonly IReadOnlyList<Collection> All =
    [
        new("workout", "workout", "workout", WorkoutDocuments.Of),
        new("session", "session", "session", SessionDocuments.Of),
        new("sleep", "sleep", "daily", SleepDocuments.Periods),
        new("daily_sleep", "daily_sleep", "daily", SleepDocuments.Scores),
        new("daily_readiness", "daily_readiness", "daily", ReadinessDocuments.Of),
        new("daily_activity", "daily_activity", "daily", ActivityDocuments.Of),
        new("daily_stress", "daily_stress", "stress", WellbeingDocuments.Stress),
        new("daily_resilience", "daily_resilience", "stress", WellbeingDocuments.Resilience),
        new("daily_spo2", "daily_spo2", "spo2", WellbeingDocuments.Oxygen),
        new("daily_cardiovascular_age", "daily_cardiovascular_age", "heart_health", WellbeingDocuments.CardiovascularAge),
        new("vO2_max", "vo2_max", "heart_health", WellbeingDocuments.CardioCapacity),
        new("ring_configuration", "ring_configuration", "ring_configuration", RingDocuments.Of) { HasDates = false },
        new("sleep_time", "sleep_time", "daily", (_, _) => []),
        new("rest_mode_period", "rest_mode_period", "daily", (_, _) => []),
        new("tag", "tag", "tag", (_, _) => []),
        new("enhanced_tag", "enhanced_tag", "tag", (_, _) => []),
    ];
}
