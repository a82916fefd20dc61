using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;

namespace FitGlue.Plugins.Histories;

/// <summary>A person's workouts up to and with the one that is looked at.</summary>
internal static class Past
{
    /// <summary>In one order, however they came: sums of fractions depend on it.</summary>
    public static IReadOnlyList<Activity> Before(BoosterInput input) =>
        [
            .. input
                .History.OrderBy(activity => activity.StartTime)
                .ThenBy(activity => activity.Source, StringComparer.Ordinal)
                .ThenBy(activity => activity.ExternalId, StringComparer.Ordinal),
        ];

    public static bool IsOneOf(this Activity activity, IReadOnlyList<Sport> sports) => sports is [] || sports.Contains(activity.Type);

    /// <summary><c>running, cycling</c> as a person reads it, in small letters; null for all.</summary>
    public static string? NameOf(IReadOnlyList<Sport> sports) =>
        sports is [] ? null : string.Join(" & ", sports.Select(sport => sport.Name.ToLowerInvariant()));
}
