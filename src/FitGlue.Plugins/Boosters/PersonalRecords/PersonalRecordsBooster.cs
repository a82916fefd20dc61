using System.Text.Json.Nodes;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Plugins.Expressions;
using FitGlue.Plugins.Histories;
using Microsoft.Extensions.DependencyInjection;

namespace FitGlue.Plugins.Boosters.PersonalRecords;

/// <summary>What a workout is the most of among all of its kind that began before it.</summary>
internal sealed class PersonalRecordsBooster : Booster<PersonalRecordsSettings>
{
    private const string Mark = "🎉 ";

    public override BoosterInfo Info { get; } =
        new(
            "personal-records",
            "Personal Records",
            Tier.Hobbyist,
            "The longest workout, the longest measured distance and the most calories of each kind of workout."
        );

    protected override BoosterNeeds Needs(PersonalRecordsSettings settings) => new() { HistoryDays = int.MaxValue };

    protected override IEnumerable<Remark> Remarks(Outlook outlook, PersonalRecordsSettings settings) =>
        outlook.Brings(ActivityData.MeasuredDistance)
            ? []
            :
            [
                new(
                    false,
                    $"Distances of {outlook.Source.Name} are estimates, which hold no record: there are records of duration and calories alone."
                ),
            ];

    protected override Boost Apply(BoosterInput input, PersonalRecordsSettings settings)
    {
        var activity = input.Activity;
        var kind = activity.Type.Name;
        if (!activity.IsOneOf(WordList.KindsOf(settings.Sports)))
        {
            return new Boost.Skipped($"{kind} holds no records here.");
        }

        var earlier = Past.Before(input).Where(past => past.Type == activity.Type).ToList();
        if (earlier.Count < settings.Quiet)
        {
            return new Boost.Skipped(
                $"Records begin after {Figures.Count(settings.Quiet, "workout")} of a kind; of {kind} this is number {earlier.Count + 1}."
            );
        }

        var records = Measure.All.Select(measure => Record.Of(measure, activity, earlier, settings.Quiet)).OfType<Record>().ToList();
        return records is []
            ? new Boost.Skipped($"No record of {kind} this time.")
            : new Boost.Applied(
                settings.MarkTitle && !activity.Title.StartsWith(Mark, StringComparison.Ordinal)
                    ? activity with
                    {
                        Title = Mark + activity.Title,
                    }
                    : activity,
                $"🏆 Personal Records ({kind}):\n{string.Join('\n', records)}",
                MetadataOf(records)
            );
    }

    private static JsonObject MetadataOf(IReadOnlyList<Record> records) =>
        new(records.Select(record => KeyValuePair.Create(record.Measure.Key, (JsonNode?)record.Measure.Text(record.Value))));
}

public static class PersonalRecordsRegistration
{
    public static IServiceCollection AddPersonalRecords(this IServiceCollection services) =>
        services.AddSingleton<IBooster, PersonalRecordsBooster>();
}
