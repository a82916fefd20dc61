using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using Shouldly;

namespace FitGlue.Testing;

/// <summary>What every booster that looks at earlier activities must keep to: the same activities give the same texts, however they came.</summary>
public static class HistoryLaws
{
    /// <param name="activities">The final state; ids are unique.</param>
    /// <param name="seed">Of the schedule in which they come, change and go.</param>
    public static void Hold(IBooster booster, JsonObject? settings, IReadOnlyList<Activity> activities, int seed)
    {
        var subject = new Subject(booster, booster.Settings.Read(settings));
        var random = new Random(seed);
        var inOrder = activities.ToDictionary(activity => activity.ExternalId, activity => subject.TextOf(activity, activities));
        foreach (var activity in activities)
        {
            var shuffled = activities.OrderBy(_ => random.Next()).ToList();
            subject.TextOf(activity, shuffled).ShouldBe(inOrder[activity.ExternalId], "The order of the history mattered.");
            subject.TextOfAll(activity, shuffled).ShouldBe(inOrder[activity.ExternalId], "History that was not asked for mattered.");
        }

        Scheduled(subject, activities, random).ShouldBe(inOrder, ignoreOrder: true, "The order of events mattered.");
    }

    /// <summary>Imports in any order, with versions that are edited later and workouts that are deleted later. After each event what begins at or after it is told anew.</summary>
    private static Dictionary<string, string> Scheduled(Subject subject, IReadOnlyList<Activity> activities, Random random)
    {
        var stored = new Dictionary<string, Activity>();
        var texts = new Dictionary<string, string>();
        foreach (var (id, activity) in Events(activities, random))
        {
            var from = new[] { stored.GetValueOrDefault(id)?.StartTime, activity?.StartTime }.Min();
            stored.Remove(id);
            texts.Remove(id);
            if (activity is not null)
            {
                stored[id] = activity;
            }

            foreach (var outdated in stored.Values.Where(other => other.ExternalId == id || other.StartTime >= from))
            {
                texts[outdated.ExternalId] = subject.TextOf(outdated, stored.Values);
            }
        }

        return texts;
    }

    private static IEnumerable<(string Id, Activity? Activity)> Events(IReadOnlyList<Activity> activities, Random random)
    {
        var early = activities
            .SelectMany(activity =>
                new[] { (activity.ExternalId, Edited(activity, random)), ($"gone-{activity.ExternalId}", Edited(activity, random)) }
            )
            .Where(_ => random.Next(2) == 0)
            .Select(at => (at.Item1, (Activity?)(at.Item2 with { ExternalId = at.Item1 })))
            .OrderBy(_ => random.Next())
            .ToList();
        var final = activities
            .Select(activity => (activity.ExternalId, (Activity?)activity))
            .Concat(early.Where(at => at.Item1.StartsWith("gone-", StringComparison.Ordinal)).Select(at => (at.Item1, (Activity?)null)))
            .OrderBy(_ => random.Next());
        return early.Concat(final);
    }

    private static Activity Edited(Activity activity, Random random)
    {
        var start = activity.StartTime.AddHours(random.Next(-200, 200));
        return activity.Shifted(start - activity.StartTime) with
        {
            EndTime = start.AddMinutes(random.Next(5, 300)),
            DistanceMeters = random.Next(1000, 90_000),
            Calories = random.Next(10, 3000),
        };
    }

    private sealed record Subject(IBooster Booster, object Settings)
    {
        /// <summary>With the history that it asks for, as the engine gives it.</summary>
        public string TextOf(Activity activity, IEnumerable<Activity> all) =>
            Told(activity, Earlier(activity, all).Where(other => IsAskedFor(other, activity)));

        public string TextOfAll(Activity activity, IEnumerable<Activity> all) => Told(activity, Earlier(activity, all));

        private static IEnumerable<Activity> Earlier(Activity activity, IEnumerable<Activity> all) =>
            all.Where(other => other.StartTime < activity.StartTime);

        private bool IsAskedFor(Activity other, Activity activity) =>
            Booster.Needs(Settings).HistoryDays is { } days && activity.LocalDate.DayNumber - other.LocalDate.DayNumber <= days;

        private string Told(Activity activity, IEnumerable<Activity> history) =>
            Booster.Apply(new(activity, activity.Description) { Athlete = KnownPerson.Athlete, History = [.. history] }, Settings) switch
            {
                Boost.Applied applied => $"{applied.Activity.Title}\n{applied.Section}\n{JsonSerializer.Serialize(applied.Metadata)}",
                Boost.Skipped skipped => skipped.Reason,
                var other => other.ToString(),
            };
    }
}
