using System.Collections.Frozen;
using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Boosters.CaloriesBurned;

/// <summary>
/// Metabolic equivalents after the Compendium of Physical Activities of 2011 (Ainsworth). Not checked against the tables of 2024
/// (Herrmann): a value there may differ.
/// </summary>
internal static class Mets
{
    private const double BriskWalkSpeed = 5.6;
    private const double BriskWalkMet = 4.3;
    private const double HardStrengthMet = 6.0;

    private static readonly (double Speed, double Met) SlowRun = (8.0, 8.3);
    private static readonly (double Speed, double Met) FastRun = (9.7, 9.8);

    private static readonly FrozenDictionary<string, double> BySport = new Dictionary<string, double>
    {
        ["walking"] = 3.5,
        ["indoorwalking"] = 3.5,
        ["hiking"] = 6.0,
        ["running"] = 8.3,
        ["treadmill"] = 8.3,
        ["cycling"] = 7.5,
        ["mountainbiking"] = 8.5,
        ["swimming"] = 5.8,
        ["rowing"] = 4.8,
        ["indoorrowing"] = 4.8,
        ["elliptical"] = 5.0,
        ["stairexercise"] = 9.0,
        ["strengthtraining"] = 3.5,
        ["hiit"] = 8.0,
        ["crosstraining"] = 8.0,
        ["yoga"] = 2.3,
        ["pilates"] = 3.0,
        ["stretching"] = 2.3,
        ["flexibility"] = 2.3,
        ["dance"] = 7.3,
        ["tennis"] = 7.3,
        ["badminton"] = 5.5,
        ["basketball"] = 6.5,
        ["soccer"] = 7.0,
        ["volleyball"] = 4.0,
        ["golf"] = 4.8,
        ["climbing"] = 5.8,
        ["crosscountryskiing"] = 6.8,
        ["downhillskiing"] = 5.3,
        ["iceskating"] = 7.0,
        ["martialarts"] = 5.3,
        ["jumpingrope"] = 8.8,
        ["horsebackriding"] = 5.5,
        ["housework"] = 3.3,
    }.ToFrozenDictionary();

    /// <summary>At the speed that was measured or as hard as the source says, else at a usual pace. Null where none is known: a made-up one would be a made-up number of calories.</summary>
    public static double? Of(Activity activity) =>
        !BySport.TryGetValue(activity.Type.Key, out var usual) ? null
        : activity is { Type.Key: "strengthtraining", Intensity: "hard" } ? HardStrengthMet
        : AtSpeed(activity.Type.Key, SpeedOf(activity)) ?? usual;

    private static double? AtSpeed(string sport, double? kilometersPerHour) =>
        (sport, kilometersPerHour) switch
        {
            ("running" or "treadmill", { } speed) => SlowRun.Met
                + (Math.Clamp((speed - SlowRun.Speed) / (FastRun.Speed - SlowRun.Speed), 0, 1) * (FastRun.Met - SlowRun.Met)),
            ("walking" or "indoorwalking", >= BriskWalkSpeed) => BriskWalkMet,
            _ => null,
        };

    private static double? SpeedOf(Activity activity) =>
        activity is { DistanceEstimated: false, DistanceMeters: > 0 and var meters } && activity.Running > TimeSpan.Zero
            ? meters / 1000 / activity.Running.TotalHours
            : null;
}
