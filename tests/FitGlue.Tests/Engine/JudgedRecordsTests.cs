using FitGlue.Core.Boosters;
using FitGlue.Core.Matching;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Runs;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.ManyRecords;

namespace FitGlue.Tests.Engine;

/// <summary>The person's word on records, what one adds to another, and how often a workout counts.</summary>
public sealed class JudgedRecordsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_may_be_the_same_waits_for_the_persons_word()
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        await ArriveAsync(bench, connection, "a", minute: 0);
        await ArriveAsync(bench, connection, "b", minute: 14);
        await ArriveAsync(bench, connection, "c", minute: 0, type: "yoga");
        var (asked, other) = (await RunAsync(bench, "b"), await RunAsync(bench, "c"));
        var (a, b, c) = (await IdAsync(bench, "a"), await IdAsync(bench, "b"), await IdAsync(bench, "c"));
        (asked.MatchedAs, other.MatchedAs).ShouldBe((MatchAction.Ask, MatchAction.Ask));

        (await bench.Get<Judging>().RuleAsync(bench.UserId, b, a, Ruling.Different, Cancellation)).ShouldBeTrue();
        (await bench.Get<Judging>().RuleAsync(bench.UserId, a, c, Ruling.Same, Cancellation)).ShouldBeTrue();
        (await bench.Get<Judging>().RuleAsync(Guid.NewGuid(), a, c, Ruling.Different, Cancellation)).ShouldBeFalse();
        await bench.WorkAsync(connection);

        bench.Target.Got.Select(shipment => shipment.Activity.ExternalId).ShouldBe(["a", "b"]);
        var ruled = await RunAsync(bench, "c");
        (ruled.MatchedAs, ruled.Reason!.StartsWith("You said that it is the same workout", StringComparison.Ordinal)).ShouldBe(
            (MatchAction.Skip, true)
        );

        await bench.Get<Judging>().RuleAsync(bench.UserId, a, c, null, Cancellation);
        await bench.WorkAsync(connection);
        (await RunAsync(bench, "c")).MatchedAs.ShouldBe(MatchAction.Ask);
        (await bench.ReadAsync(db => db.MatchRulings.CountAsync(Cancellation))).ShouldBe(1);
    }

    [Fact]
    public async Task A_record_that_stands_gets_what_another_knows_where_the_pipeline_says_so()
    {
        var (bench, connection) = await StartAsync(uploads: null);
        await using var _ = bench;
        await bench.WriteAsync(db => db.Pipelines.Single(row => row.Source == "fake").Matching = new() { Duplicate = MatchAction.Enrich });
        await UploadAsync(bench, minute: 0, heartRate: false);
        await bench.WorkAsync(connection);
        var before = bench.Target.Got.ShouldHaveSingleItem().Activity;
        await ArriveAsync(bench, connection, "a", minute: 0, type: "cycling");

        var after = bench.Target.Got.Select(shipment => shipment.Activity).Skip(1).ShouldHaveSingleItem();
        (before.HeartRate.Samples.Length, after.Source, after.HeartRate.Samples.Length).ShouldBe((0, "upload", 5));
        after.Recording!.Points.Count(point => point.HeartRateBpm is not null).ShouldBe(5);
        after.Recording.Points.Length.ShouldBe(before.Recording!.Points.Length);
        (await RunAsync(bench, "a")).MatchedAs.ShouldBe(MatchAction.Enrich);
    }

    [Fact]
    public async Task A_workout_counts_once_however_many_records_there_are_of_it()
    {
        var (bench, connection) = await StartAsync(uploads: null);
        await using var _ = bench;
        var seen = new Dictionary<string, string>();
        bench.Booster.Wants = new() { HistoryDays = 7 };
        bench.Booster.Does = input =>
        {
            seen[input.Activity.ExternalId] = string.Join(' ', input.History.Select(earlier => earlier.Source).Order());
            return new Boost.Applied(input.Activity, seen[input.Activity.ExternalId], []);
        };
        await ArriveAsync(bench, connection, "later", minute: 60);
        await ArriveAsync(bench, connection, "a", minute: 0, type: "cycling");
        var alone = seen["later"];
        await UploadAsync(bench, minute: 0);
        await bench.WorkAsync(connection);
        var both = seen["later"];
        var (a, file) = (
            await IdAsync(bench, "a"),
            (await bench.ReadAsync(db => db.Activities.SingleAsync(row => row.Source == "upload"))).Id
        );
        await bench.Get<Judging>().RuleAsync(bench.UserId, a, file, Ruling.Different, Cancellation);
        await bench.WorkAsync(connection);

        (alone, both, seen["later"]).ShouldBe(("fake", "upload", "fake upload"));
    }
}
