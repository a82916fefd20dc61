using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Training;
using FitGlue.Plugins.Histories;
using FitGlue.Plugins.Wording;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.TrainingLoad;

/// <summary>The load of the workout in one number, and that of the weeks up to it.</summary>
internal sealed class TrainingLoadBooster : Booster<TrainingLoadSettings>
{
    public override BoosterInfo Info { get; } =
        new("training-load", "Training Load", Tier.Hobbyist, "The load of the workout from heart rate (TRIMP), and of the weeks up to it.");

    protected override BoosterNeeds Needs(TrainingLoadSettings settings) => Weighing.NeedsOf(LoadHistory.HistoryDays);

    protected override IEnumerable<Remark> Remarks(Outlook outlook, TrainingLoadSettings settings) => HeartRateWords.Remarks(outlook);

    protected override Boost Apply(BoosterInput input, TrainingLoadSettings settings)
    {
        var activity = input.Activity;
        if (activity.HeartRate.Covered == TimeSpan.Zero)
        {
            return new Boost.Skipped(
                activity.HeartRate.Grade is HeartRateGrade.None ? HeartRateWords.NoHeartRate : "Too few heart-rate samples for a load."
            );
        }

        if (input.Profile() is not { } profile)
        {
            return new Boost.Skipped(HeartRateWords.MissingProfile);
        }

        var (banister, edwards) = (BanisterOf(activity, profile), EdwardsOf(activity, profile));
        if ((settings.Method is LoadMethod.Edwards ? edwards : banister) is not { } impulse)
        {
            return new Boost.Skipped(
                $"No load by zones (Edwards): {HeartRateWords.TooSparse(activity.HeartRate)}. That of Banister can be told."
            );
        }

        var weeks = LoadHistory.Of(
            input.History.Append(activity).Select(session => SessionOf(session, profile, settings)),
            activity.LocalDate
        );
        return new Boost.Applied(
            activity,
            TrainingLoadText.Of(activity, impulse, weeks, settings),
            new JsonObject
            {
                ["trimp"] = impulse.Whole,
                ["trimpCovered"] = impulse.Covered,
                ["coverage"] = impulse.Coverage,
                ["acute7"] = weeks.Acute,
                ["chronic28"] = weeks.Chronic,
                ["load7"] = weeks.LastWeek.Load,
                ["load28"] = weeks.LastFourWeeks.Load,
                ["unknownDays7"] = weeks.LastWeek.UnknownDays,
                ["unknownDays28"] = weeks.LastFourWeeks.UnknownDays,
                ["trackedDays"] = weeks.TrackedDays,
                ["method"] = JsonNamingPolicy.CamelCase.ConvertName(settings.Method.ToString()),
                ["banister"] = banister.Whole,
                ["edwards"] = edwards?.Whole,
                ["maxHeartRateEstimated"] = profile.Max.IsEstimated,
                ["restingHeartRateFrom"] = JsonNamingPolicy.CamelCase.ConvertName(profile.Resting.Origin.ToString()),
                ["sexAssumed"] = profile.IsSexAssumed,
            }
        );
    }

    private static TrainingImpulse BanisterOf(Activity activity, HeartRateProfile profile) =>
        TrainingImpulse.Of(HeartRateIntegral.Of(activity), profile.Reserve, profile.Weight);

    // Minutes apart a reading tells of no zone.
    private static TrainingImpulse? EdwardsOf(Activity activity, HeartRateProfile profile) =>
        HeartRateWords.TooSparse(activity.HeartRate) is null ? TrainingImpulse.Edwards(HeartRateIntegral.Of(activity), profile.Max) : null;

    // One series is of one kind: loads of two methods are never added.
    private static Session SessionOf(Activity activity, HeartRateProfile profile, TrainingLoadSettings settings)
    {
        var session = Session.Of(activity, profile);
        return settings.Method is LoadMethod.Edwards && session.Trimp is not null
            ? session with
            {
                Trimp = EdwardsOf(activity, profile)?.Whole,
            }
            : session;
    }
}

public static class TrainingLoadRegistration
{
    public static IServiceCollection AddTrainingLoad(this IServiceCollection services) =>
        services.AddSingleton<IBooster, TrainingLoadBooster>();
}
