using FitGlue.Core;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using FitGlue.Engine.Athletes;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Whose body it is, as a source says it: asked for on connecting and daily, behind what the person typed.</summary>
public sealed class AthleteTests
{
    private static readonly TimeSpan ADay = TimeSpan.FromHours(27);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connecting_asks_the_source_and_a_day_later_again()
    {
        await using var bench = await StartAsync();
        var connection = await bench.ConnectAsync();
        (await bench.Get<AthleteStore>().ReadAsync(bench.UserId, Cancellation)).ShouldBe(
            new()
            {
                BirthYear = 1987,
                Sex = Sex.Female,
                WeightKg = 70,
            }
        );

        bench.Source.Athlete = new(38, Sex.Female, 71);
        await LaterAsync(bench, connection, TimeSpan.FromHours(20));
        Asked(bench).ShouldBe(1);
        await LaterAsync(bench, connection, TimeSpan.FromHours(7));

        Asked(bench).ShouldBe(2);
        (await bench.Get<AthleteStore>().ReadAsync(bench.UserId, Cancellation)).WeightKg.ShouldBe(71);
    }

    [Fact]
    public async Task What_the_person_typed_counts_first_and_what_they_take_back_is_the_sources_again()
    {
        await using var bench = await StartAsync();
        await bench.ConnectAsync();
        var athletes = bench.Get<AthleteStore>();

        await athletes.SaveAsync(bench.UserId, new() { WeightKg = 68 }, Cancellation);
        var typed = await athletes.ReadAsync(bench.UserId, Cancellation);
        await athletes.SaveAsync(bench.UserId, new(), Cancellation);

        (typed.WeightKg, typed.Sex).ShouldBe((68, Sex.Female));
        (await athletes.ReadAsync(bench.UserId, Cancellation)).WeightKg.ShouldBe(70);
    }

    [Fact]
    public async Task A_new_figure_puts_runs_right_and_one_that_nobody_hears_leaves_them_alone()
    {
        await using var bench = await StartAsync();
        bench.Booster.Wants = new() { ReadsAthlete = true };
        var weights = new List<double?>();
        bench.Booster.Does = input =>
        {
            weights.Add(input.Athlete.WeightKg);
            return new Boost.Applied(input.Activity, $"{input.Athlete.WeightKg}", []);
        };
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-2));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);

        bench.Source.Athlete = new(38, Sex.Female, 71);
        await LaterAsync(bench, connection, ADay);
        weights[^1].ShouldBe(71);
        await bench.Get<AthleteStore>().SaveAsync(bench.UserId, new() { WeightKg = 68 }, Cancellation);
        await bench.WorkAsync(connection);
        weights[^1].ShouldBe(68);
        var runs = weights.Count;

        bench.Source.Athlete = new(38, Sex.Female, 72);
        await LaterAsync(bench, connection, ADay);

        weights.Count.ShouldBe(runs);
    }

    [Fact]
    public async Task Without_the_permission_nobody_is_asked()
    {
        await using var bench = await StartAsync();
        bench.Source.Scopes = ["workout", "heartrate"];

        await bench.ConnectAsync();

        Asked(bench).ShouldBe(0);
        var row = await RowAsync(bench);
        (row.State, row.LastError).ShouldBe((WorkState.Snoozed, "The permission to read age, sex and weight was not granted."));
        (await bench.Get<AthleteStore>().ReadAllAsync(bench.UserId, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_permission_that_was_taken_back_takes_the_figures_with_it()
    {
        await using var bench = await StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Before = (what, _) => what == "athlete" ? throw new LimitedException("Not granted.") : Task.CompletedTask;

        await LaterAsync(bench, connection, ADay);

        (await bench.Get<AthleteStore>().ReadAllAsync(bench.UserId, Cancellation)).ShouldBeEmpty();
        var row = await bench.ReadAsync(db => db.Connections.AsNoTracking().SingleAsync(Cancellation));
        (row.State, row.Trouble, row.TroubleWith).ShouldBe((ConnectionState.Limited, TroubleCode.MissingScope, SourceCall.Athlete));
    }

    [Theory]
    [InlineData(TroubleCode.Membership)]
    [InlineData(null)]
    public async Task A_source_that_cannot_answer_now_takes_nothing_back(TroubleCode? trouble)
    {
        await using var bench = await StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Before = (what, _) =>
            what == "athlete"
                ? throw (trouble is { } code ? new LimitedException("Lapsed.", code) : new UnavailableException("Down."))
                : Task.CompletedTask;

        await LaterAsync(bench, connection, ADay);

        (await bench.Get<AthleteStore>().ReadAsync(bench.UserId, Cancellation)).WeightKg.ShouldBe(70);
        (await RowAsync(bench)).State.ShouldBe(trouble is null ? WorkState.Retrying : WorkState.Snoozed);
    }

    [Fact]
    public async Task A_limit_is_waited_for_and_costs_no_attempt()
    {
        await using var bench = await StartAsync();
        var until = bench.Time.GetUtcNow().AddMinutes(9);
        bench.Source.Before = (what, _) => what == "athlete" ? throw new RateLimitedException("Wait.", until) : Task.CompletedTask;

        await bench.ConnectAsync();

        var row = await RowAsync(bench);
        (row.State, row.Attempt).ShouldBe((WorkState.Snoozed, 0));
        row.NextAttemptAt.ShouldBeGreaterThanOrEqualTo(until);
    }

    [Fact]
    public async Task Disconnecting_forgets_what_the_source_said_and_nothing_else()
    {
        await using var bench = await StartAsync();
        var connection = await bench.ConnectAsync();
        await bench.Get<AthleteStore>().SaveAsync(bench.UserId, new() { MaxHeartRate = 188 }, Cancellation);

        await bench.Get<Disconnecting>().DisconnectAsync(bench.UserId, connection, Cancellation);

        (await bench.Get<AthleteStore>().ReadAllAsync(bench.UserId, Cancellation)).ShouldHaveSingleItem().Source.ShouldBe(AthleteRow.Typed);
        (await bench.Get<AthleteStore>().ReadAsync(bench.UserId, Cancellation)).ShouldBe(new() { MaxHeartRate = 188 });
    }

    private static async Task<Bench> StartAsync()
    {
        var bench = await Bench.StartAsync();
        bench.Source.Scopes = ["workout", "heartrate", "athlete"];
        bench.Source.Athlete = new(38, Sex.Female, 70);
        return bench;
    }

    private static async Task LaterAsync(Bench bench, Guid connection, TimeSpan later)
    {
        bench.Time.Advance(later);
        await bench.WorkAsync(connection);
    }

    private static int Asked(Bench bench) => bench.Source.Asked.Count(call => call == "athlete");

    private static Task<ScheduledFetch> RowAsync(Bench bench) =>
        bench.ReadAsync(db => db.Schedule.AsNoTracking().SingleAsync(row => row.Kind == FetchKind.Athlete, Cancellation));
}
