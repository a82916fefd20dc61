using FitGlue.Core.Boosters;
using FitGlue.Core.Matching;
using FitGlue.Core.Sources;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Runs;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.ManyRecords;

namespace FitGlue.Tests.Engine;

/// <summary>Several records of one workout: one goes on, the others are kept with the reason, and none is lost.</summary>
public sealed class MatchingRecordsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_record_is_held_back_for_the_first_and_says_why()
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        await ArriveAsync(bench, connection, "a", minute: 0);
        await ArriveAsync(bench, connection, "b", minute: 2);

        bench.Target.Got.Select(shipment => shipment.Activity.ExternalId).ShouldBe(["a"]);
        var run = await RunAsync(bench, "b");
        (run.Outcome, run.MatchedAs, run.MatchedActivityId).ShouldBe((RunOutcome.HeldBack, MatchAction.Skip, await IdAsync(bench, "a")));
        run.Reason.ShouldBe(
            "It is the same workout as “Run” of 15 Jun 2026, 10:00 (Fake), which stands for both. Both ran at once for 28 min 0 s, which is 93 % of the shorter one."
        );
    }

    [Fact]
    public async Task What_we_sent_is_known_when_it_comes_back_whatever_its_kind_and_never_goes_where_it_came_from()
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        bench.Target.MayComeBack = true;
        await bench.WriteAsync(db => db.Pipelines.Single(row => row.Source == "fake").Matching = MatchPolicy.Brought);
        await ArriveAsync(bench, connection, "a", minute: 0);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await ArriveAsync(bench, connection, "echo", minute: 1, type: "yoga");

        var (run, row) = (await RunAsync(bench, "echo"), await RowAsync(bench, "echo"));
        (run.Outcome, run.MatchedAs).ShouldBe((RunOutcome.HeldBack, null));
        run.Reason.ShouldBe(
            "It has come back: “Run” of 15 Jun 2026, 10:00 (Fake) is of the same time, and was sent to Fake before this one arrived."
        );
        (row.EchoOf, Origins.Of(row)).ShouldBe((await IdAsync(bench, "a"), new OriginChain(["fake", "fake-target", "fake"])));

        await bench.WriteAsync(db =>
            db.LetThrough.Add(
                new()
                {
                    PipelineId = run.PipelineId,
                    ActivityId = row.Id,
                    At = default,
                }
            )
        );
        bench.Source.Put("echo", At(bench, 1), title: "Edited", type: "yoga");
        await bench.AnnounceAsync("echo", SourceEventType.Update);
        await bench.WorkAsync(connection);

        var through = await RunAsync(bench, "echo");
        (through.Outcome, through.Reason).ShouldBe(
            (RunOutcome.Quiet, "The workout came through where this pipeline would send it, and is not sent back there.")
        );
        bench.Target.Got.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_was_there_before_we_sent_anything_is_no_echo()
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        bench.Target.MayComeBack = true;
        Put(bench, "a", 0);
        Put(bench, "b", 1);
        await bench.AnnounceAsync("a");
        await bench.AnnounceAsync("b");
        await bench.WorkAsync(connection);

        (await RunAsync(bench, "b")).MatchedAs.ShouldBe(MatchAction.Skip);
        (await RowAsync(bench, "b")).EchoOf.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_that_wait_the_one_that_says_more_goes_whichever_came_first(bool fileFirst)
    {
        var (bench, connection) = await StartAsync(uploads: MatchPolicy.Default);
        await using var _ = bench;
        if (fileFirst)
        {
            await UploadAsync(bench, minute: 0);
        }

        Put(bench, "a", 0, type: "cycling");
        await bench.AnnounceAsync("a");
        if (!fileFirst)
        {
            await UploadAsync(bench, minute: 0);
        }

        await bench.WorkAsync(connection);

        bench.Target.Got.ShouldHaveSingleItem().Activity.Source.ShouldBe("upload");
        (await RunAsync(bench, "a")).Outcome.ShouldBe(RunOutcome.HeldBack);
    }

    [Fact]
    public async Task What_a_person_brings_goes_on_though_a_source_had_the_workout()
    {
        var (bench, connection) = await StartAsync(uploads: null);
        await using var _ = bench;
        await ArriveAsync(bench, connection, "a", minute: 0, type: "cycling");
        await UploadAsync(bench, minute: 0);
        await bench.WorkAsync(connection);

        bench.Target.Got.Select(shipment => shipment.Activity.Source).ShouldBe(["fake", "upload"]);
    }

    [Fact]
    public async Task What_stood_back_goes_on_when_what_it_stood_back_for_goes_nowhere()
    {
        var (bench, connection) = await StartAsync(uploads: MatchPolicy.Default);
        await using var _ = bench;
        bench.Booster.Does = input =>
            input.Activity.Source == "upload" ? new Boost.Halted("No files.") : new Boost.Applied(input.Activity, null, []);
        await bench.WriteAsync(db => db.Pipelines.Single(row => row.Source == "upload").Boosters = [new("fake")]);
        await UploadAsync(bench, minute: 0);
        Put(bench, "a", -1, type: "cycling");
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);

        bench.Target.Got.ShouldHaveSingleItem().Activity.ExternalId.ShouldBe("a");
        (await RunAsync(bench, "a")).Pass.ShouldBe(2);
    }

    [Fact]
    public async Task What_stood_back_goes_on_when_the_other_turns_out_to_be_of_another_time()
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        await ArriveAsync(bench, connection, "a", minute: 0);
        await ArriveAsync(bench, connection, "b", minute: 2);

        Put(bench, "a", 50);
        await bench.AnnounceAsync("a", SourceEventType.Update);
        await bench.WorkAsync(connection);

        bench.Target.Got.Select(shipment => shipment.Activity.ExternalId).ShouldBe(["a", "a", "b"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_the_order_each_workout_goes_on_once_and_none_is_lost(int seed)
    {
        var (bench, connection) = await StartAsync();
        await using var _ = bench;
        var draw = new Random(seed);
        for (var step = 0; step < 80; step++)
        {
            // Four workouts, an hour apart, each recorded up to three times; edits move a record by minutes.
            var (workout, copy) = (draw.Next(4), draw.Next(3));
            var id = $"{workout}-{copy}";
            var deleted = draw.Next(8) == 0 && copy > 0;
            if (deleted)
            {
                bench.Source.Workouts.Remove(id);
            }
            else
            {
                Put(bench, id, (workout * 60) - 240 + copy + draw.Next(3));
            }

            await bench.AnnounceAsync(id, deleted ? SourceEventType.Delete : SourceEventType.Update);
            if (draw.Next(3) == 0)
            {
                await bench.WorkAsync(connection);
            }
        }

        await bench.WorkAsync(connection);

        var sent = bench.Target.Got.Select(shipment => shipment.Activity.ExternalId).Distinct().GroupBy(id => id[0]).ToList();
        sent.ShouldAllBe(copies => copies.Count() == 1);
        sent.Select(copies => copies.Key).Order().ShouldBe(['0', '1', '2', '3']);
        (await bench.ReadAsync(db => db.Runs.CountAsync(run => run.State != FitGlue.Engine.Work.WorkState.Done, Cancellation))).ShouldBe(0);
    }
}
