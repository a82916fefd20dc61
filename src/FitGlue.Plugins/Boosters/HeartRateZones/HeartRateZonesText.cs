using System.Collections.Immutable;
using FitGlue.Core.Activities;
using FitGlue.Core.Training;
using FitGlue.Plugins.Wording;

namespace FitGlue.Plugins.Boosters.HeartRateZones;

/// <summary>The section of the description: a row for each zone; the rows sum up to the covered time.</summary>
internal static class HeartRateZonesText
{
    private const double PlainCoverage = 0.90;
    private static readonly TimeSpan InSeconds = TimeSpan.FromMinutes(10);
    private static readonly string[] Squares = ["🟪", "🟦", "🟩", "🟨", "🟧", "🟥"];

    public static string Of(
        Activity activity,
        NamedZones zones,
        ImmutableArray<TimeSpan> times,
        HeartRateZonesSettings settings,
        MaxHeartRate? estimatedMax
    )
    {
        double[] shares = [.. times.Select(time => time.TotalSeconds)];
        var covered = activity.HeartRate.Covered;
        var inSeconds = covered < InSeconds;
        var amounts = Statistics.Apportion(shares, Statistics.Rounded(inSeconds ? covered.TotalSeconds : covered.TotalMinutes));
        var percents = Statistics.Apportion(shares, 100);
        var about = HeartRateWords.About(activity.HeartRate);
        var rows = Enumerable
            .Range(0, times.Length)
            .Where(zone => zone > 0 || zones.Below is not null)
            .Select(zone =>
            {
                var amount = $"{about}{AmountOf(amounts[zone], inSeconds)}{(inSeconds ? "" : " min")}";
                return settings.Style switch
                {
                    ZoneStyle.Percent => $"{zones.NameOf(zone)}: {percents[zone]}% ({amount})",
                    ZoneStyle.Time => $"{zones.LabelOf(zone)}: {amount}",
                    _ => $"{zones.LabelOf(zone)}: {BarOf(zone, times[zone] / covered, settings.BarLength)} {amount}",
                };
            });
        return string.Join('\n', [Header(estimatedMax), .. rows, .. CoverageOf(activity, inSeconds)]);
    }

    private static string AmountOf(int amount, bool inSeconds) => inSeconds ? $"{amount / 60}:{amount % 60:00}" : $"{amount}";

    private static string Header(MaxHeartRate? estimatedMax) =>
        estimatedMax is { } max ? $"❤️ Heart Rate Zones (estimated max {Statistics.Rounded(max.Bpm)} bpm):" : "❤️ Heart Rate Zones:";

    private static string BarOf(int zone, double share, int length)
    {
        var filled = Statistics.Rounded(share * length);
        var square = Squares[Math.Min(zone, Squares.Length - 1)];
        return string.Concat(Enumerable.Repeat(square, filled).Concat(Enumerable.Repeat("⬜", length - filled)));
    }

    // In the units of the rows, which sum up to what is said to be covered.
    private static IEnumerable<string> CoverageOf(Activity activity, bool inSeconds) =>
        activity.HeartRate.Coverage < PlainCoverage
            ? [$"Covered: {TimeOf(activity.HeartRate.Covered, inSeconds)} of {TimeOf(activity.Running, inSeconds)} min"]
            : [];

    private static string TimeOf(TimeSpan time, bool inSeconds) =>
        AmountOf(Statistics.Rounded(inSeconds ? time.TotalSeconds : time.TotalMinutes), inSeconds);
}
