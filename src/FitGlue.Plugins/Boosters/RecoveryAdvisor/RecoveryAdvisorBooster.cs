using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Training;
using FitGlue.Plugins.Histories;
using FitGlue.Plugins.Wording;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.RecoveryAdvisor;

/// <summary>How long until the next hard session: from the load of the workout, that of the weeks before it, and the last night.</summary>
internal sealed class RecoveryAdvisorBooster : Booster<RecoveryAdvisorSettings>
{
    private const double HeavyDay = 60;

    public override BoosterInfo Info { get; } =
        new(
            "recovery-advisor",
            "Recovery Advisor",
            Tier.Athlete,
            "How long until your next hard session, from training load and your nights. An estimate from heart rate, not medical advice."
        );

    protected override BoosterNeeds Needs(RecoveryAdvisorSettings settings) => Weighing.NeedsOf(LoadHistory.HistoryDays, Overnight.Days);

    protected override Boost Apply(BoosterInput input, RecoveryAdvisorSettings settings)
    {
        var activity = input.Activity;
        if (input.Profile() is not { } profile)
        {
            return new Boost.Skipped(HeartRateWords.MissingProfile, RecoveryMetadata.WithoutProfile());
        }

        if (HeartRateGate.ShortageOf(activity.HeartRate) is not HeartRateShortage.None)
        {
            return new Boost.Skipped(HeartRateWords.ShortageOf(activity.HeartRate), RecoveryMetadata.WithoutHeartRate(activity.HeartRate));
        }

        Session[] earlier = [.. input.History.Select(session => Session.Of(session, profile))];
        var load = LoadHistory.Of([.. earlier, Session.Of(activity, profile)], activity.LocalDate);
        var overnight = Overnight.Of(input.Days, activity.LocalDate);
        var context = new RecoveryContext(
            LoadHistory.TypicalOf(earlier, activity.LocalDate),
            load.Ratio,
            load.Streak(HeavyDay),
            overnight.Points
        );
        var recovery = Recovery.Of(HeartRateIntegral.Of(activity), profile, context, settings);
        return new Boost.Applied(
            activity,
            RecoveryText.Of(activity, recovery, load, overnight, settings.ShowStatus),
            RecoveryMetadata.Of(recovery, profile, context, load, overnight)
        );
    }
}

public static class RecoveryAdvisorRegistration
{
    public static IServiceCollection AddRecoveryAdvisor(this IServiceCollection services) =>
        services.AddSingleton<IBooster, RecoveryAdvisorBooster>();
}
