using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FitGlue.Core.Activities;

namespace FitGlue.Server.Activities;

/// <summary>The geometry of a heart-rate chart: what was measured is drawn, what was not is left open.</summary>
public sealed record HeartRateChart
{
    /// <summary>Units across, which stretch to the width of the page.</summary>
    public const int Width = 1000;

    /// <summary>Units upwards, one to a pixel.</summary>
    public const int Height = 200;

    /// <summary>Up to here every sample is drawn; beyond it the lowest and highest of each column.</summary>
    private const int MostPoints = 1200;

    private const int Columns = 400;

    private static readonly TimeSpan ShortestGap = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Sparse = TimeSpan.FromMinutes(1);

    /// <summary>SVG path of the curve, broken at gaps.</summary>
    public required string Line { get; init; }

    /// <summary>SVG path of a dot for each sample where they lie far apart; empty where the curve says enough.</summary>
    public required string Dots { get; init; }

    public required ImmutableArray<ChartGap> Gaps { get; init; }

    public required ImmutableArray<ChartTick> BpmTicks { get; init; }

    public required ImmutableArray<ChartTick> TimeTicks { get; init; }

    /// <summary>The chart in one sentence, for who does not see it.</summary>
    public required string Summary { get; init; }

    /// <summary>Null: there is nothing to draw.</summary>
    /// <param name="start">Its offset is that of the place, and of the times on the axis.</param>
    public static HeartRateChart? Of(HeartRate heartRate, DateTimeOffset start, DateTimeOffset end)
    {
        var samples = heartRate.Samples;
        if (samples.IsEmpty || end <= start)
        {
            return null;
        }

        var (step, limit) = Spacing(samples);
        var scale = new ChartScale(start, end, samples.Min(sample => sample.Bpm), samples.Max(sample => sample.Bpm));
        var gaps = GapsOf(samples, start, end, limit);
        return new()
        {
            Line = LineOf(Thinned(samples, scale), limit, scale),
            Dots = step > Sparse ? string.Concat(samples.Select(sample => Dot(sample, scale))) : "",
            Gaps =
            [
                .. gaps.Select(gap => new ChartGap(
                    scale.X(gap.From),
                    Math.Round(scale.X(gap.To) - scale.X(gap.From), 1),
                    gap.To - gap.From
                )),
            ],
            BpmTicks = scale.BpmTicks(),
            TimeTicks = scale.TimeTicks(),
            Summary = HeartRateText.Summary(heartRate, end - start, [.. gaps.Select(gap => gap.To - gap.From)]),
        };
    }

    /// <returns>The median distance of samples, and from which distance on it is a gap.</returns>
    private static (TimeSpan Median, TimeSpan Limit) Spacing(ImmutableArray<HeartRateSample> samples)
    {
        var distances = samples.Zip(samples.Skip(1), (earlier, later) => later.Time - earlier.Time).Order().ToList();
        var median = distances.Count == 0 ? TimeSpan.MaxValue : distances[distances.Count / 2];
        var limit = distances.Count == 0 || median * 3 < ShortestGap ? ShortestGap : median * 3;
        return (median, limit);
    }

    private static List<(DateTimeOffset From, DateTimeOffset To)> GapsOf(
        ImmutableArray<HeartRateSample> samples,
        DateTimeOffset start,
        DateTimeOffset end,
        TimeSpan limit
    )
    {
        DateTimeOffset[] marks = [start, .. samples.Select(sample => sample.Time), end];
        return [.. marks.Zip(marks.Skip(1)).Where(pair => pair.Second - pair.First > limit)];
    }

    // A long workout holds more samples than a screen has columns: the lowest and the highest of each column keep every peak.
    private static IEnumerable<HeartRateSample> Thinned(ImmutableArray<HeartRateSample> samples, ChartScale scale) =>
        samples.Length <= MostPoints
            ? samples
            : samples
                .GroupBy(sample => (int)(scale.X(sample.Time) * Columns / Width))
                .SelectMany(column =>
                    new[] { column.MinBy(sample => sample.Bpm), column.MaxBy(sample => sample.Bpm) }
                        .Distinct()
                        .OrderBy(sample => sample.Time)
                );

    private static string LineOf(IEnumerable<HeartRateSample> samples, TimeSpan limit, ChartScale scale)
    {
        var path = new StringBuilder();
        HeartRateSample? earlier = null;
        var alone = false;
        foreach (var sample in samples)
        {
            var isNew = earlier is not { } before || sample.Time - before.Time > limit;
            path.Append(isNew && alone ? "h0" : "").Append(isNew ? 'M' : 'L').Append(Point(sample, scale));
            (earlier, alone) = (sample, isNew);
        }

        // A sample with no neighbor would draw nothing: a line of no length with round ends is a dot.
        return path.Append(alone ? "h0" : "").ToString();
    }

    private static string Dot(HeartRateSample sample, ChartScale scale) => $"M{Point(sample, scale)}h0";

    private static string Point(HeartRateSample sample, ChartScale scale) =>
        string.Create(CultureInfo.InvariantCulture, $"{scale.X(sample.Time)} {scale.Y(sample.Bpm)}");
}

/// <param name="X">Where it begins, in units across.</param>
public sealed record ChartGap(double X, double Width, TimeSpan Duration);

/// <param name="At">In units of its axis.</param>
public sealed record ChartTick(double At, string Text);
