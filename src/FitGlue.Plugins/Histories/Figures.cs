using System.Globalization;

namespace FitGlue.Plugins.Histories;

/// <summary>Figures as a person reads them.</summary>
internal static class Figures
{
    /// <summary>Down to the whole minute: <c>47 min</c>, <c>2 h 05 min</c>.</summary>
    public static string Of(TimeSpan time)
    {
        var minutes = (long)Math.Floor(time.TotalMinutes);
        return minutes < 60 ? $"{minutes} min" : $"{minutes / 60} h {minutes % 60:00} min";
    }

    /// <summary><c>5.20 km</c>; an estimate has a sign before it.</summary>
    public static string OfMeters(double meters, bool estimated) =>
        $"{(estimated ? "≈" : "")}{(meters / 1000).ToString("0.00", CultureInfo.InvariantCulture)} km";

    /// <summary><c>1 day</c>, <c>5 days</c>.</summary>
    public static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
