using FitGlue.Core.Matching;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Upkeep;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>After a restore each user decides about what is theirs.</summary>
public sealed class RestoredDeliveriesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_who_lets_deliveries_go_lets_go_nobody_elses()
    {
        await using var bench = await Bench.StartAsync();
        var (connection, other) = (await RestoredAsync(bench), Guid.CreateVersion7());
        await bench.WriteAsync(db =>
            db.Users.Add(
                new()
                {
                    Id = other,
                    UserName = "other",
                    CreatedAt = bench.Time.GetUtcNow(),
                }
            )
        );
        var deliveries = bench.Get<RestoredDeliveries>();

        await deliveries.ResumeAsync(other, Cancellation);
        await bench.WorkAsync(connection);
        var after = await deliveries.LastAsync(Cancellation);
        (after!.IsPausedFor(bench.UserId), after.IsPausedFor(other)).ShouldBe((true, false));
        (await StateAsync(bench)).ShouldBe(WorkState.Waiting);
        (await CheckAsync(bench)).Text.ShouldContain("Deliveries of 1 users are paused");

        await deliveries.ResumeAsync(bench.UserId, Cancellation);
        await bench.WorkAsync(connection);
        (await StateAsync(bench)).ShouldBe(WorkState.Dead, "it was taken up: this target cannot tell");
        (await CheckAsync(bench)).State.ShouldBe(CheckState.Ok);
    }

    [Fact]
    public async Task Another_restore_pauses_everybody_again()
    {
        await using var bench = await Bench.StartAsync();
        await RestoredAsync(bench);
        var deliveries = bench.Get<RestoredDeliveries>();
        await deliveries.ResumeAsync(bench.UserId, Cancellation);
        (await deliveries.LastAsync(Cancellation))!.Paused.ShouldBeEmpty();

        bench.Time.Advance(TimeSpan.FromDays(1));
        await RestoreAsync(bench);

        (await deliveries.LastAsync(Cancellation))!.IsPausedFor(bench.UserId).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_came_after_the_restore_has_nothing_to_compare()
    {
        await using var bench = await Bench.StartAsync();
        await bench.WriteAsync(db => db.Users.Single().CreatedAt = bench.Time.GetUtcNow().AddHours(1));

        await RestoreAsync(bench);

        (await bench.Get<RestoredDeliveries>().LastAsync(Cancellation))!.Paused.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_look_asks_about_the_newest_and_says_how_many_are_left()
    {
        var target = new FakeSearchableTarget();
        await using var bench = await Bench.StartAsync(target);
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        await bench.WriteAsync(db => db.Pipelines.Single().Matching = MatchPolicy.Brought);
        await RestoreAsync(bench);
        foreach (var i in Enumerable.Range(0, 60))
        {
            bench.Source.Put($"{i}", bench.Time.GetUtcNow().AddMinutes(-40 - i));
            await bench.AnnounceAsync($"{i}");
        }

        await bench.WorkAsync(connection);
        target.Has.UnionWith(["fitglue-fake-3", "fitglue-fake-59"]);
        var compared = await bench.Get<RestoredDeliveries>().CompareAsync(bench.UserId, Cancellation);

        compared.ShouldBe([new Comparison("Fake", AlreadyThere: 1, ToBeSent: 49, CannotTell: 0, NotAsked: 10)]);
        (target.Asked, target.Got.Count).ShouldBe((50, 0));
    }

    private static async Task<Guid> RestoredAsync(Bench bench)
    {
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        bench.Source.Put("old", bench.Time.GetUtcNow().AddHours(-1));
        await RestoreAsync(bench);
        await bench.AnnounceAsync("old");
        await bench.WorkAsync(connection);
        return connection;
    }

    private static Task RestoreAsync(Bench bench) =>
        bench.Get<Maintenance>().NoteAsync(MaintenanceRecord.Restore, record => record.LastGoodAt = null, Cancellation);

    private static Task<WorkState> StateAsync(Bench bench) =>
        bench.ReadAsync(db => db.Deliveries.Select(row => row.State).SingleAsync(Cancellation));

    private static async Task<Check> CheckAsync(Bench bench) =>
        (await bench.Get<InstallationChecks>().RunAsync(Cancellation)).Single(check => check.Id == "deliveries");
}
