using FitGlue.Simulator;
using Shouldly;

namespace FitGlue.Scenarios.Lab;

/// <summary>Clocks that jump, and days that are not 24 hours long or begin elsewhere.</summary>
internal static class ClockFaults
{
    public static IReadOnlyList<(string, Func<int, Task<FaultOutcome>>)> All { get; } =
    [
        ("91 days ahead at once", NinetyOneDaysAsync),
        ("one day back", OneDayBackAsync),
        ("one day back and an edit", OneDayBackAndAnEditAsync),
        ("91 days ahead and back again", NinetyOneDaysAndBackAsync),
        ("the hour that is missing", seed => DayAsync(seed, new(2027, 3, 28, 0, 45, 0, TimeSpan.Zero), 60)),
        ("the hour that comes twice", seed => DayAsync(seed, new(2026, 10, 25, 1, 40, 0, TimeSpan.FromHours(1)), 60)),
        ("half an hour of summer (Lord Howe)", seed => DayAsync(seed, new(2027, 4, 4, 1, 45, 0, TimeSpan.FromHours(11)), 45)),
        ("across the date line", seed => DayAsync(seed, new(2026, 6, 17, 23, 30, 0, TimeSpan.FromHours(14)), 60)),
        ("west of everywhere", seed => DayAsync(seed, new(2026, 6, 16, 23, 50, 0, TimeSpan.FromHours(-12)), 40)),
        ("a leap day", seed => DayAsync(seed, new(2028, 2, 28, 23, 55, 0, TimeSpan.Zero), 30)),
        ("New Year's Eve", seed => DayAsync(seed, new(2026, 12, 31, 23, 45, 0, TimeSpan.FromHours(1)), 30)),
        ("travel west in a day", TravelAsync),
    ];

    private static async Task<FaultOutcome> NinetyOneDaysAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Train();
        await lab.IdleAsync();
        await lab.System.JumpAsync(TimeSpan.FromDays(91));
        await lab.IdleAsync();
        var refreshes = lab.Cloud.Grants.Sum(grant => grant.Refreshes);
        lab.Train();
        var outcome = await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(2));
        refreshes.ShouldBeLessThanOrEqualTo(2, "tokens are refreshed once");
        lab.Cloud.Subscriptions.Count(s => s.ExpirationTime > lab.System.Time.GetUtcNow()).ShouldBe(3, "subscriptions are renewed");
        return outcome;
    }

    private static async Task<FaultOutcome> OneDayBackAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Train();
        await lab.IdleAsync();
        await lab.System.JumpAsync(TimeSpan.FromDays(-1));
        lab.Cloud.ResetRequests();
        lab.Cloud.Turn(knobs => knobs with { WebhooksLost = true });
        lab.Train();
        await lab.PassAsync(TimeSpan.FromHours(3));
        lab.Cloud.Requests.Count.ShouldBeLessThan(200, "nothing runs hot");
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(1), "webhooks lost, too");
    }

    private static async Task<FaultOutcome> OneDayBackAndAnEditAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var (edited, late) = (lab.Train(), lab.Train(new() { Activity = "cycling", HeartRateDelay = TimeSpan.FromMinutes(8) }));
        await lab.IdleAsync();
        await lab.System.JumpAsync(TimeSpan.FromDays(-1));
        lab.Cloud.Turn(knobs => knobs with { WebhooksLost = true });
        lab.Cloud.EditWorkout(edited.Id, new() { Calories = 321 });
        lab.Cloud.EditWorkout(late.Id, new() { Minutes = 15 });
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(3), "webhooks lost, too");
    }

    // The clock was wrong, and somebody mended it: what was done meanwhile came at times that are not yet.
    private static async Task<FaultOutcome> NinetyOneDaysAndBackAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var (workout, other) = (lab.Train(), lab.Train(new() { Activity = "cycling" }));
        await lab.IdleAsync();
        await lab.System.JumpAsync(TimeSpan.FromDays(91));
        await lab.IdleAsync();
        lab.Cloud.EditWorkout(workout.Id, new() { Calories = 100 });
        lab.Cloud.EditWorkout(other.Id, new() { Calories = 200 });
        await lab.IdleAsync();
        await lab.System.JumpAsync(TimeSpan.FromDays(-91));
        await lab.IdleAsync();
        lab.Cloud.EditWorkout(workout.Id, new() { Calories = 321 });
        await lab.IdleAsync();
        lab.Cloud.Turn(knobs => knobs with { WebhooksLost = true });
        lab.Cloud.EditWorkout(other.Id, new() { Activity = "yoga" });
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(3), "edited before and after");
    }

    private static async Task<FaultOutcome> DayAsync(int seed, DateTimeOffset start, int minutes)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var ahead = start.AddHours(3) - lab.System.Time.GetUtcNow();
        await lab.PassAsync(ahead, ahead);

        lab.Train(
            new()
            {
                Activity = "running",
                Minutes = minutes,
                Start = start,
            }
        );
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(30));
    }

    private static async Task<FaultOutcome> TravelAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.Turn(knobs => knobs with { WebhooksLost = true });
        lab.Train();
        await lab.PassAsync(TimeSpan.FromHours(2));
        lab.Cloud.ChangePerson("demo", person => person with { Zone = HomeZone.EasternAmerica });
        lab.Train();
        await lab.PassAsync(TimeSpan.FromHours(10), TimeSpan.FromHours(1));
        lab.Train();
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(30), "webhooks lost, too");
    }
}
