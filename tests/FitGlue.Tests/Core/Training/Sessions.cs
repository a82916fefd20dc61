using FitGlue.Core.Activities;
using FitGlue.Core.Training;

namespace FitGlue.Tests.Core.Training;

/// <summary>Sessions with known loads.</summary>
internal static class Sessions
{
    public static readonly DateOnly First = new(2026, 8, 1);

    private static readonly Sport Run = new("running", "Running");

    /// <summary>One session a day from <see cref="First"/> on; null: without heart rate, 0: none.</summary>
    public static IEnumerable<Session> Daily(params IEnumerable<double?> loads) =>
        loads.SelectMany((load, day) => load is 0 && day > 0 ? (IEnumerable<Session>)[] : [On(day, load)]);

    public static IEnumerable<Session> Daily(params IEnumerable<double> loads) => Daily(loads.Select(load => (double?)load));

    public static Session On(int day, double? load, int minutes = 30, Sport? type = null) =>
        new(
            First.AddDays(day),
            new DateTimeOffset(First.AddDays(day), new TimeOnly(18, 0), TimeSpan.FromHours(2)),
            type ?? Run,
            TimeSpan.FromMinutes(minutes),
            load
        );
}
