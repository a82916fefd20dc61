using FitGlue.Core.Boosters;
using FitGlue.Core.Training;

namespace FitGlue.Plugins.Histories;

/// <summary>What boosters have in common that weigh heart rate by the person's own.</summary>
internal static class Weighing
{
    /// <param name="dayRecordDays">The nights of four weeks give the resting heart rate.</param>
    public static BoosterNeeds NeedsOf(int historyDays, int dayRecordDays = RestingHeartRate.Window + 1) =>
        new()
        {
            HistoryDays = historyDays,
            HistoryHeartRate = true,
            DayRecordDays = dayRecordDays,
            ReadsAthlete = true,
        };

    /// <summary>Of the person on the day of the workout; null where too little is known of them.</summary>
    public static HeartRateProfile? Profile(this BoosterInput input) =>
        HeartRateProfile.Of(input.Athlete, input.Days, input.Activity.LocalDate);
}
