using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Training;
using FitGlue.Plugins.Histories;
using FitGlue.Plugins.Wording;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.EffortScore;

/// <summary>How hard the workout was for this person, against their own of the same kind.</summary>
internal sealed class EffortScoreBooster : Booster<EffortScoreSettings>
{
    private const int ShownReasons = 2;

    public override BoosterInfo Info { get; } =
        new("effort-score", "Effort Score", Tier.Hobbyist, "How hard the workout was against your own of the same kind in six weeks.");

    protected override BoosterNeeds Needs(EffortScoreSettings settings) => Weighing.NeedsOf(Effort.HistoryDays);

    protected override IEnumerable<Remark> Remarks(Outlook outlook, EffortScoreSettings settings) => HeartRateWords.Remarks(outlook);

    protected override Boost Apply(BoosterInput input, EffortScoreSettings settings)
    {
        var activity = input.Activity;
        if (HeartRateGate.ShortageOf(activity.HeartRate) is not HeartRateShortage.None)
        {
            return new Boost.Skipped(HeartRateWords.ShortageOf(activity.HeartRate));
        }

        if (input.Profile() is not { } profile)
        {
            return new Boost.Skipped(HeartRateWords.MissingProfile);
        }

        var compared = Effort.Comparable(activity, input.History);
        return compared.Count < Effort.FewestCompared
            ? new Boost.Skipped(
                $"Not enough to compare with yet: {compared.Count} of {Effort.FewestCompared} workouts of this kind with heart rate in {Effort.HistoryDays} days."
            )
            : Applied(activity, Effort.Of(activity, compared, profile), settings);
    }

    private static Boost.Applied Applied(Activity activity, Effort effort, EffortScoreSettings settings) =>
        new(
            activity,
            TextOf(effort, settings.ShowReasons, HeartRateWords.About(activity.HeartRate)),
            new JsonObject
            {
                ["score"] = effort.Score,
                ["label"] = LabelOf(Statistics.Rounded(effort.Score)),
                ["compared"] = effort.Compared,
                ["ratios"] = new JsonObject(effort.Differences.Select(d => KeyValuePair.Create(d.Id, (JsonNode?)d.Ratio))),
            }
        );

    private static string TextOf(Effort effort, bool showReasons, string about)
    {
        var printed = Statistics.Rounded(effort.Score);
        var reasons = effort
            .Differences.Take(showReasons ? ShownReasons : 0)
            .Select(difference => $"• {difference.Name}: {difference.Ratio:0.00}× usual");
        return string.Join('\n', [$"💥 Effort Score: {about}{printed}/100 ({LabelOf(printed)})", .. reasons, ConclusionOf(printed)]);
    }

    // Of the number that is printed. In the middle lies what is usual, and it is called moderate on both sides of it.
    private static string LabelOf(int score) =>
        score switch
        {
            <= 30 => "Easy",
            < 70 => "Moderate",
            < 85 => "Hard",
            < 95 => "Very Hard",
            _ => "All-Out",
        };

    private static string ConclusionOf(int score) =>
        score switch
        {
            <= 30 => "• 📉 Easier than usual",
            < 70 => "• ➡️ Typical effort",
            _ => "• 📈 Harder than usual",
        };
}

public static class EffortScoreRegistration
{
    public static IServiceCollection AddEffortScore(this IServiceCollection services) =>
        services.AddSingleton<IBooster, EffortScoreBooster>();
}
