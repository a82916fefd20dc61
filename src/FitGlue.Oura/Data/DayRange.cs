using System.Globalization;

namespace FitGlue.Oura;

/// <summary>
/// The one place that knows how Oura's dates behave. A bare date means midnight UTC, the end of a range loses its last day in some
/// collections and not in others, and an evening west of Greenwich is already tomorrow. So two days more are asked for on either side
/// (every local day lies within them, at any offset), and what comes is filtered by its own local <c>day</c>.
/// </summary>
internal sealed record DayRange(DateOnly From, DateOnly To)
{
    private const int Margin = 2;

    public string QueryStart => Text(DateOnly.FromDayNumber(Math.Max(From.DayNumber - Margin, DateOnly.MinValue.DayNumber)));

    public string QueryEnd => Text(DateOnly.FromDayNumber(Math.Min(To.DayNumber + Margin, DateOnly.MaxValue.DayNumber)));

    /// <summary>A document without a day belongs to every range: better twice than never.</summary>
    public bool Holds(DateOnly? day) => day is null || (day >= From && day <= To);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
