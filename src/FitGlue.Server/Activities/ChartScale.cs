using System.Collections.Immutable;
using System.Globalization;

namespace FitGlue.Server.Activities;

/// <summary>Where a time and a heart rate lie on the chart, and which round values are written beside it.</summary>
internal sealed class ChartScale(DateTimeOffset start, DateTimeOffset end, int minBpm, int maxBpm)
{
    private const int MostTimeTicks = 6;
    private const int MostBpmTicks = 6;

    private static readonly int[] BpmSteps = [10, 20, 25, 50, 100];
    private static readonly int[] MinuteSteps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720];

    private readonly int _lowest = (minBpm - 5) / 10 * 10;
    private readonly int _highest = (maxBpm + 14) / 10 * 10;

    public double X(DateTimeOffset time) => Math.Round(HeartRateChart.Width * ((time - start) / (end - start)), 1);

    public double Y(int bpm) => Math.Round(HeartRateChart.Height * (_highest - bpm) / (double)(_highest - _lowest), 1);

    public ImmutableArray<ChartTick> BpmTicks()
    {
        var step = BpmSteps.FirstOrDefault(step => (_highest - _lowest) / step < MostBpmTicks, BpmSteps[^1]);
        var first = (_lowest + step - 1) / step * step;
        return
        [
            .. Enumerable
                .Range(0, (_highest - first) / step + 1)
                .Select(i => first + i * step)
                .Select(bpm => new ChartTick(Y(bpm), bpm.ToString(CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>Round times of the place, as far as they lie in the workout.</summary>
    public ImmutableArray<ChartTick> TimeTicks()
    {
        var step = TimeSpan.FromMinutes(
            MinuteSteps.FirstOrDefault(step => (end - start).TotalMinutes / step < MostTimeTicks, MinuteSteps[^1])
        );
        var sinceMidnight = TimeSpan.FromTicks((start.TimeOfDay.Ticks + step.Ticks - 1) / step.Ticks * step.Ticks);
        var ticks = ImmutableArray.CreateBuilder<ChartTick>();
        for (var at = start - start.TimeOfDay + sinceMidnight; at <= end; at += step)
        {
            ticks.Add(new(X(at), at.ToString("HH:mm", CultureInfo.InvariantCulture)));
        }

        return ticks.ToImmutable();
    }
}
