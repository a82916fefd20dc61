using System.Globalization;

namespace FitGlue.Oura;

/// <summary>A part of a time series that one request may ask for: 30 days at most.</summary>
/// <param name="Start">First instant, included.</param>
/// <param name="End">Belongs to the next window, except where <paramref name="IsLast"/>.</param>
/// <param name="IsLast">The end is included.</param>
internal readonly record struct TimeWindow(DateTimeOffset Start, DateTimeOffset End, bool IsLast)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public string QueryStart => Text(Start);

    // Oura's times have whole seconds, so the end is rounded up to keep a fraction inside.
    public string QueryEnd => Text(End.AddTicks(TimeSpan.TicksPerSecond - 1));

    /// <summary>Whether Oura includes the end of a range is not known; each instant belongs to exactly one window here.</summary>
    public bool Holds(DateTimeOffset time) => time >= Start && (time < End || (IsLast && time == End));

    public static IEnumerable<TimeWindow> Split(DateTimeOffset from, DateTimeOffset to)
    {
        var start = from.ToUniversalTime();
        for (; to - start > Longest; start += Longest)
        {
            yield return new(start, start + Longest, IsLast: false);
        }

        yield return new(start, to.ToUniversalTime(), IsLast: true);
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
