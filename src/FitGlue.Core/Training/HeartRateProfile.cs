using FitGlue.Core.Athletes;
using FitGlue.Core.Days;

namespace FitGlue.Core.Training;

/// <summary>What has to be known of a person to weigh their heart rate on a day, and how well it is known.</summary>
/// <param name="IsSexAssumed">The sex is not known, and the coefficients of men are used.</param>
public sealed record HeartRateProfile(MaxHeartRate Max, RestingHeartRate Resting, ImpulseWeight Weight, bool IsSexAssumed)
{
    public HeartRateReserve Reserve => new(Resting.Bpm, Max.Bpm);

    /// <summary>Null where the maximum is not known or contradicts the resting heart rate.</summary>
    public static HeartRateProfile? Of(Athlete athlete, IEnumerable<DayRecord> days, DateOnly day)
    {
        var weight = athlete.Sex is Sex.Female ? ImpulseWeight.Women : ImpulseWeight.Men;
        return
            MaxHeartRate.Of(athlete, day) is { } max
            && new HeartRateProfile(max, RestingHeartRate.Of(athlete, days, day), weight, athlete.Sex is null) is var profile
            && profile.Reserve.IsPlausible
            ? profile
            : null;
    }
}
