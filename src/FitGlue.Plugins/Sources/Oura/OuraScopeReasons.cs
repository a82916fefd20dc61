using FitGlue.Core.Sources;
using FitGlue.Oura.Authorization;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Why each scope is asked for.</summary>
internal static class OuraScopeReasons
{
    public const string Workout = "workout";
    public const string HeartRate = "heartrate";
    public const string Daily = "daily";
    public const string Personal = "personal";
    public const string Session = "session";

    public static IReadOnlyList<ScopeInfo> Of(string scopes) => [.. OuraScopes.Normalize(scopes).Select(OfOne)];

    private static ScopeInfo OfOne(string scope) => new(scope, Reason(scope), scope == Workout, Use(scope)) { Without = Without(scope) };

    private static ScopeUse Use(string scope) =>
        scope switch
        {
            Workout => ScopeUse.Workouts,
            HeartRate => ScopeUse.HeartRate,
            Daily => ScopeUse.Days,
            Personal => ScopeUse.Athlete,
            Session => ScopeUse.Sessions,
            _ => ScopeUse.Other,
        };

    private static string Reason(string scope) =>
        scope switch
        {
            Workout => "Reads your workouts: type, start and end, calories, estimated distance.",
            HeartRate => "Reads the heart rate of the ring during your workouts.",
            Personal => "Reads age, sex and weight, from which training load and zones are computed.",
            Daily => "Reads readiness, sleep and resting heart rate, which recovery advice builds on; never imported as activities.",
            Session => "Reads the sessions of the Oura app that a pipeline takes, with their heart rate.",
            _ => "Asked for by the setting Oura__Scopes; no part of FitGlue needs it.",
        };

    private static string? Without(string scope) =>
        scope switch
        {
            Workout => "Without it nothing can be imported.",
            HeartRate => "Without it workouts arrive without heart rate.",
            Personal => "Without it zones, training load and calories know only what you type on the Athlete page.",
            Daily => "Without it recovery advice knows your training alone, and the resting heart rate is assumed unless you type it.",
            Session => "Without it no session is imported, whatever a pipeline takes.",
            _ => null,
        };
}
