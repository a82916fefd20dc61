using FitGlue.Core.Sources;
using FitGlue.Oura.Authorization;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Why each scope is asked for.</summary>
internal static class OuraScopeReasons
{
    public static IReadOnlyList<ScopeInfo> Of(string scopes) =>
        [.. OuraScopes.Normalize(scopes).Select(scope => new ScopeInfo(scope, Reason(scope), scope == "workout", Use(scope)))];

    private static ScopeUse Use(string scope) =>
        scope switch
        {
            "workout" => ScopeUse.Workouts,
            "heartrate" => ScopeUse.HeartRate,
            "personal" => ScopeUse.Athlete,
            "daily" => ScopeUse.Days,
            _ => ScopeUse.Other,
        };

    private static string Reason(string scope) =>
        scope switch
        {
            "workout" => "Reads your workouts: type, start and end, calories, estimated distance.",
            "heartrate" => "Reads the heart rate of the ring during your workouts.",
            "personal" => "Reads age, sex and weight, from which training load and zones are computed.",
            "daily" => "Reads readiness, sleep and resting heart rate, which recovery advice builds on; never imported as activities.",
            "session" => "Reads guided and recorded sessions with their heart rate.",
            _ => "Asked for by the setting Oura__Scopes; no part of FitGlue needs it.",
        };
}
