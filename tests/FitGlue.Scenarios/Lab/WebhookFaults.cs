using System.Net;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>Events that are lost, repeated, out of order or late.</summary>
internal static class WebhookFaults
{
    public static IReadOnlyList<(string, Func<int, Task<FaultOutcome>>)> All { get; } =
    [
        ("none for three days", LostForThreeDaysAsync),
        ("each 1000 times at once", ThousandTimesAsync),
        ("in any order", ReorderedAsync),
        ("a month late", MonthLateAsync),
        ("update before create", UpdateBeforeCreateAsync),
        ("deleted without an event", VanishedAsync),
        ("deleted and there again", ResurrectedAsync),
        ("subscriptions lost", SubscriptionsLostAsync),
        ("subscriptions expired", SubscriptionsExpiredAsync),
    ];

    private static async Task<FaultOutcome> LostForThreeDaysAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.Turn(knobs => knobs with { WebhooksLost = true });
        for (var day = 0; day < 3; day++)
        {
            lab.Train();
            await lab.PassAsync(TimeSpan.FromHours(24), TimeSpan.FromHours(1));
        }

        var outcome = await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(2));
        (await lab.ConnectionAsync()).WebhooksSilentSince.ShouldNotBeNull("the connection says that webhooks are silent");
        return outcome with { Note = "found by reconciling, silence told" };
    }

    private static async Task<FaultOutcome> ThousandTimesAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var workout = lab.Train(new() { Notify = false });
        var person = lab.Cloud.Person("demo").UserId;
        using var http = lab.System.Anonymous();
        var body = Signed.Event(workout.Id, person);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 1000)
                .Select(async _ =>
                {
                    using var answer = await http.SendAsync(Signed.Call(lab.System, body), TestContext.Current.CancellationToken);
                    return answer.StatusCode;
                })
        );

        answers.ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.Accepted);
        var outcome = await FaultOutcome.OfAsync(lab, TimeSpan.FromMinutes(10));
        lab.Cloud.CountRequests($"*/workout/{workout.Id}").ShouldBe(1, "a thousand equal events are one fetch");
        return outcome;
    }

    private static async Task<FaultOutcome> ReorderedAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.ReorderWebhooks(12);
        var ids = Enumerable.Range(0, 4).Select(_ => lab.Train().Id).ToList();
        foreach (var id in ids.OrderBy(_ => lab.Draw.Next()))
        {
            lab.Cloud.EditWorkout(id, new() { Calories = 100 + lab.Draw.Next(300), Minutes = 15 });
        }

        lab.Cloud.DeleteWorkout(ids[lab.Draw.Next(4)]);
        lab.Cloud.EditWorkout(ids.First(id => lab.Cloud.Workouts("demo").Any(w => w.Id == id)), new() { Activity = "yoga" });
        lab.Train();
        lab.Train();
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(30));
    }

    private static async Task<FaultOutcome> MonthLateAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var workout = lab.Train();
        await lab.IdleAsync();
        lab.Cloud.EditWorkout(workout.Id, new() { Calories = 321 });
        await lab.PassAsync(TimeSpan.FromDays(30), TimeSpan.FromHours(12));
        lab.Cloud.ResetRequests();

        lab.Cloud.ResendWebhooks();
        await lab.IdleAsync();

        var outcome = await FaultOutcome.OfAsync(lab, TimeSpan.FromMinutes(10));
        return outcome with { Note = "old events sent again" };
    }

    private static async Task<FaultOutcome> UpdateBeforeCreateAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var workout = lab.Train(new() { Notify = false });
        lab.Cloud.Notify("demo", "update", "workout", workout.Id);
        lab.Cloud.Notify("demo", "delete", "workout", workout.Id);
        lab.Cloud.Notify("demo", "create", "workout", workout.Id);
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(1), "and a delete that is none");
    }

    private static async Task<FaultOutcome> VanishedAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var kept = lab.Train();
        var gone = lab.Train();
        await lab.PassAsync(TimeSpan.FromMinutes(10));
        (await lab.User.ListAsync("activities")).Count(activity => activity!["externalId"]!.GetValue<string>() == gone.Id).ShouldBe(1);
        lab.Cloud.DeleteWorkout(gone.Id, notify: false);
        var outcome = await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(4));
        lab.Cloud.Workouts("demo").ShouldContain(workout => workout.Id == kept.Id);
        return outcome;
    }

    private static async Task<FaultOutcome> ResurrectedAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        var workout = lab.Train();
        await lab.PassAsync(TimeSpan.FromMinutes(10));
        lab.Cloud.DeleteWorkout(workout.Id);
        await lab.PassAsync(TimeSpan.FromMinutes(30));
        lab.Cloud.RestoreWorkout(workout.Id, notify: lab.Draw.Next(2) == 0);
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(4));
    }

    private static async Task<FaultOutcome> SubscriptionsLostAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.LoseSubscriptions();
        lab.Train();
        await lab.PassAsync(TimeSpan.FromMinutes(70));
        lab.Cloud.Subscriptions.Count.ShouldBe(3, "they are made anew within an hour");
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(2));
    }

    private static async Task<FaultOutcome> SubscriptionsExpiredAsync(int seed)
    {
        await using var lab = await FaultLab.StartAsync(seed);
        lab.Cloud.ExpireSubscriptions();
        lab.Train();
        await lab.PassAsync(TimeSpan.FromMinutes(70));
        lab.Cloud.Subscriptions.Count(s => s.ExpirationTime > lab.System.Time.GetUtcNow()).ShouldBe(3);
        return await FaultOutcome.OfAsync(lab, TimeSpan.FromHours(2));
    }
}
