using System.Collections.Immutable;
using FitGlue.Core.Activities;
using FitGlue.Engine.Fetch;
using FitGlue.Server.Pages.Parts;

namespace FitGlue.Server.Activities;

/// <summary>The heart rate of a workout in words.</summary>
public static class HeartRateText
{
    /// <summary>Such as <c>31 min, 96–151 bpm, average 128, one gap of 6 min</c>.</summary>
    public static string Summary(HeartRate heartRate, TimeSpan elapsed, IReadOnlyList<TimeSpan> gaps)
    {
        var average = heartRate.AverageBpm is { } bpm ? $", average {bpm:0}" : "";
        var covered = heartRate.IsRepresentative ? "" : $" over the covered {Format.Percent(heartRate.Coverage)}";
        return $"{Format.Duration(elapsed)}, {heartRate.MinBpm}–{heartRate.MaxBpm} bpm{average}{(average.Length > 0 ? covered : "")}, {Gaps(gaps)}";
    }

    /// <summary>The average never stands without the share of the workout it speaks for.</summary>
    public static string Average(HeartRateSummary? heartRate) =>
        heartRate switch
        {
            null => "–",
            { AverageBpm: { } bpm } => $"{bpm:0} bpm ({Format.Percent(heartRate.Coverage)})",
            _ => $"{heartRate.Samples} samples",
        };

    private static string Gaps(IReadOnlyList<TimeSpan> gaps) =>
        gaps switch
        {
            [] => "no gaps",
            [var only] => $"one gap of {Format.Duration(only)}",
            _ => $"{gaps.Count} gaps, the longest {Format.Duration(gaps.Max())}",
        };
}

/// <summary>The samples of a stretch of a workout.</summary>
public sealed record HeartRateStretch(DateTimeOffset From, int Samples, int? Lowest, int? Highest)
{
    private const int Most = 60;

    private static readonly int[] MinuteSteps = [1, 2, 5, 10, 15, 30, 60];

    /// <summary>The workout cut into equal stretches of whole minutes, few enough to read.</summary>
    public static ImmutableArray<HeartRateStretch> Of(HeartRate heartRate, DateTimeOffset start, DateTimeOffset end)
    {
        var minutes = MinuteSteps.FirstOrDefault(step => (end - start).TotalMinutes / step <= Most, MinuteSteps[^1]);
        var length = TimeSpan.FromMinutes(minutes);
        var stretches = heartRate.Samples.ToLookup(sample => (int)((sample.Time - start) / length));
        return
        [
            .. Enumerable
                .Range(0, (int)Math.Ceiling((end - start) / length))
                .Select(i => new HeartRateStretch(
                    start + length * i,
                    stretches[i].Count(),
                    stretches[i].Min(sample => (int?)sample.Bpm),
                    stretches[i].Max(sample => (int?)sample.Bpm)
                )),
        ];
    }
}
