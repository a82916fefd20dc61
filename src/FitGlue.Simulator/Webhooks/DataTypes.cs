using FitGlue.Simulator.Collections;

namespace FitGlue.Simulator.Webhooks;

/// <summary>What can be subscribed to. Heart rate and battery level can't.</summary>
internal static class DataTypes
{
    public static readonly IReadOnlyList<string> Events = ["create", "update", "delete"];

    public static readonly IReadOnlyList<string> All =
    [
        "tag",
        "enhanced_tag",
        "workout",
        "session",
        "sleep",
        "daily_sleep",
        "daily_readiness",
        "daily_activity",
        "daily_spo2",
        "sleep_time",
        "rest_mode_period",
        "ring_configuration",
        "daily_stress",
        "daily_cardiovascular_age",
        "daily_resilience",
        "vo2_max",
        "meal",
    ];

    /// <summary>Null where no scope is known: such events reach every app that the person has connected.</summary>
    public static string? Scope(string dataType) => Catalog.All.FirstOrDefault(c => c.DataType == dataType)?.Scope;
}
