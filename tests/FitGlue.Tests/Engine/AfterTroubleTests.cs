using FitGlue.Core;
using FitGlue.Engine.Backfills;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What a trouble stood in the way of is made good when it is over: nothing stays incomplete, unlisted or stuck behind it.</summary>
public sealed class AfterTroubleTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromMinutes(67);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TroubleCode.Membership)]
    [InlineData(TroubleCode.WrongPortal)]
    public async Task A_trouble_of_the_whole_account_lets_no_workout_pass_without_its_heart_rate(TroubleCode code)
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        bench.Source.Put("b", bench.Time.GetUtcNow().AddHours(-9));
        bench.Source.Before = Refusing("heart rate", () => new LimitedException("Not now.", code));

        await LookAsync(bench, connection);
        (await bench.ReadAsync(db => db.Activities.AnyAsync(Cancellation))).ShouldBeFalse("they wait for their heart rate");
        bench.Source.Before = (_, _) => Task.CompletedTask;
        await LookAsync(bench, connection);
        await LookAsync(bench, connection);

        (await WithoutHeartRateAsync(bench)).ShouldBeEmpty();
        (await bench.ReadAsync(db => db.Activities.CountAsync(Cancellation))).ShouldBe(2);
    }

    [Fact]
    public async Task Heart_rate_that_is_granted_long_after_reaches_the_workouts_that_came_without()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Scopes = ["workout"];
        bench.Source.Before = Refusing("heart rate", () => new LimitedException("Heart rate is not granted."));
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        var connection = await bench.ConnectAsync();
        for (var day = 0; day < 3; day++)
        {
            bench.Time.Advance(TimeSpan.FromDays(1));
            await bench.WorkAsync(connection);
        }

        (await WithoutHeartRateAsync(bench)).ShouldBe(["a"]);
        bench.Source.Scopes = ["workout", "heartrate"];
        bench.Source.Before = (_, _) => Task.CompletedTask;
        await bench.ConnectAsync();

        (await WithoutHeartRateAsync(bench)).ShouldBeEmpty();
        (await ImportingTests.ActivityAsync(bench, "a")).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task Heart_rate_that_works_again_by_itself_reaches_them_too()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Before = Refusing("heart rate", () => new LimitedException("Heart rate is not granted."));
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        var connection = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromDays(3));
        await bench.WorkAsync(connection);
        bench.Time.Advance(TimeSpan.FromDays(2));
        await bench.WorkAsync(connection);

        bench.Source.Before = (_, _) => Task.CompletedTask;
        bench.Source.Put("b", bench.Time.GetUtcNow().AddHours(-2));
        await bench.AnnounceAsync("b");
        await bench.WorkAsync(connection);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await bench.WorkAsync(connection);

        (await WithoutHeartRateAsync(bench)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_look_after_a_long_silence_goes_back_to_the_last_one()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await LookAsync(bench, connection);
        bench.Source.Put("a", bench.Time.GetUtcNow().AddDays(5));

        bench.Time.Advance(TimeSpan.FromDays(45));
        await bench.WorkAsync(connection);

        (await ImportingTests.ActivityAsync(bench, "a")).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task What_came_while_we_were_away_does_not_say_that_webhooks_are_silent()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await LookAsync(bench, connection);
        bench.Time.Advance(TimeSpan.FromHours(9));
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-5));

        await bench.WorkAsync(connection);
        await LookAsync(bench, connection);

        var row = await bench.ReadAsync(db => db.Connections.SingleAsync(Cancellation));
        row.WebhooksSilentSince.ShouldBeNull();
    }

    [Fact]
    public async Task A_list_that_is_refused_once_is_asked_for_again()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Before = Refusing("list", () => new RejectedException("400: a stale token."));
        await LookAsync(bench, connection);
        bench.Source.Before = (_, _) => Task.CompletedTask;
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));

        await LookAsync(bench, connection);

        (await ImportingTests.ActivityAsync(bench, "a")).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task One_workout_that_cannot_be_asked_for_does_not_hide_what_is_new_on_the_list()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("broken", bench.Time.GetUtcNow().AddHours(-4));
        var connection = await bench.ConnectAsync();
        bench.Source.Unlisted.Add("broken");
        bench.Source.Before = Refusing("workout", () => new UnavailableException("500."));
        bench.Source.Put("new", bench.Time.GetUtcNow().AddHours(-2));

        await LookAsync(bench, connection);

        (await ImportingTests.ActivityAsync(bench, "new")).Revision.ShouldBe(1);
        (await ImportingTests.ActivityAsync(bench, "broken")).State.ShouldBe(ActivityState.Settled);
    }

    [Fact]
    public async Task Another_account_does_not_bury_what_the_first_one_brought_and_the_first_one_finds_it_again()
    {
        await using var bench = await Bench.StartAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        await bench.Get<Disconnecting>().DisconnectAsync(bench.UserId, await bench.ConnectAsync(), Cancellation);
        var document = bench.Source.Workouts["a"];
        bench.Source.Workouts.Clear();
        bench.Source.Account = "account-2";
        var second = await bench.ConnectAsync();

        await LookAsync(bench, second);
        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(ActivityState.Settled);
        await bench.Get<Disconnecting>().DisconnectAsync(bench.UserId, second, Cancellation);
        (bench.Source.Account, bench.Source.Workouts["a"]) = ("account-1", document);
        var third = await bench.ConnectAsync();
        bench.Source.Workouts.Clear();
        await LookAsync(bench, third);

        (await ImportingTests.ActivityAsync(bench, "a")).State.ShouldBe(
            ActivityState.Deleted,
            "it is missing from the list of its own account"
        );
    }

    [Fact]
    public async Task A_listed_workout_that_was_set_aside_is_not_taken_up_by_every_look()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        bench.Source.Before = Refusing("heart rate", () => new RejectedException("422."));
        for (var look = 0; look < 4; look++)
        {
            await LookAsync(bench, connection);
        }

        var letters = await bench.Get<DeadLetters>().ListAsync(bench.UserId, Cancellation);
        await bench
            .Get<DeadLetters>()
            .DismissAsync(bench.UserId, DeadLetterQueue.Schedule, letters.ShouldHaveSingleItem().Id, Cancellation);
        await LookAsync(bench, connection);

        (await bench.Get<DeadLetters>().ListAsync(bench.UserId, Cancellation)).ShouldBeEmpty("it was let go");
        bench.Source.Before = (_, _) => Task.CompletedTask;
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-3), title: "Edited");
        await LookAsync(bench, connection);
        (await ImportingTests.ActivityAsync(bench, "a")).Revision.ShouldBe(1, "another document is another chance");
    }

    [Fact]
    public async Task An_edit_that_a_backfill_gave_up_is_taken_up_by_the_next_look()
    {
        await using var bench = await Bench.StartAsync();
        var start = bench.Time.GetUtcNow().AddDays(-3);
        bench.Source.Put("a", start);
        var connection = await bench.ConnectAsync();
        await LookAsync(bench, connection);
        bench.Source.Put("a", start, title: "Edited");
        bench.Source.Before = Refusing("heart rate", () => new RejectedException("422."));
        var backfill = await bench.BackfillAsync(90);
        await bench.WorkAsync(connection);
        bench.Source.Before = (_, _) => Task.CompletedTask;
        var letter = (await bench.Get<DeadLetters>().ListAsync(bench.UserId, Cancellation)).ShouldHaveSingleItem();

        (await bench.Get<DeadLetters>().RetryAsync(bench.UserId, letter.Queue, letter.Id, Cancellation)).ShouldBeTrue();
        await bench.WorkAsync(connection);

        (await bench.ReadAsync(db => db.Backfills.SingleAsync(row => row.Id == backfill, Cancellation))).State.ShouldBe(WorkState.Done);
        (await ImportingTests.ActivityAsync(bench, "a")).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task A_workout_that_ends_the_server_in_a_backfill_is_given_up_and_the_others_come()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("poison", bench.Time.GetUtcNow().AddDays(-40));
        bench.Source.Put("fine", bench.Time.GetUtcNow().AddDays(-50));
        var id = await bench.BackfillAsync(90);
        await bench.Get<BackfillStep>().RunAsync(connection);
        await bench.WriteAsync(db =>
        {
            var row = db.Backfills.Single();
            (row.Crashes, row.State) = (3, WorkState.Retrying);
        });

        await bench.WorkAsync(connection);

        (await bench.ReadAsync(db => db.Backfills.SingleAsync(row => row.Id == id, Cancellation))).State.ShouldBe(WorkState.Done);
        (await bench.ReadAsync(db => db.Activities.Select(row => row.ExternalId).ToListAsync(Cancellation))).ShouldBe(["fine"]);
        (await bench.Get<DeadLetters>().ListAsync(bench.UserId, Cancellation)).ShouldHaveSingleItem().Reason.ShouldContain("three times");
    }

    private static Func<string, Secret?, Task> Refusing(string call, Func<Exception> with) =>
        (what, _) => what == call ? Task.FromException(with()) : Task.CompletedTask;

    private static Task LookAsync(Bench bench, Guid connection)
    {
        bench.Time.Advance(Hour);
        return bench.WorkAsync(connection);
    }

    private static Task<List<string>> WithoutHeartRateAsync(Bench bench) =>
        bench.ReadAsync(db =>
            db.Activities.Where(row =>
                    db.ActivityRevisions.Any(version =>
                        version.ActivityId == row.Id && version.Revision == row.Revision && version.HeartRateDocumentId == null
                    )
                )
                .Select(row => row.ExternalId)
                .ToListAsync(Cancellation)
        );
}
