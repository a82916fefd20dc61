using FitGlue.Core.Activities;
using FitGlue.Core.Matching;

namespace FitGlue.Tests.Core.Matching;

/// <summary>Records at minutes of a day.</summary>
internal static class Records
{
    public static readonly DateTimeOffset Day = new(2026, 10, 5, 0, 0, 0, TimeSpan.Zero);

    public static Candidate Of(
        string id,
        double from,
        double to,
        string sport = "running",
        string? source = null,
        double? distance = null,
        bool positions = false,
        bool heartRate = false
    ) =>
        new(id, source ?? id, Day.AddMinutes(from), Day.AddMinutes(to), Sports.Find(sport)!)
        {
            DistanceMeters = distance,
            HasPositions = positions,
            HasHeartRate = heartRate,
        };

    public static Neighbor Sent(Candidate record) => new(record, IsSent: true);

    public static Neighbor Coming(Candidate record) => new(record, IsSent: false, IsComing: true);
}
