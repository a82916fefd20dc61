using System.Globalization;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Sources;
using FitGlue.Engine.Athletes;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>
/// Imports, edits, deletes, backfills and replays in any order: once nothing is outdated, each workout says what it would say had the final
/// state been imported in order. A sample; all thousand where FITGLUE_SWEEP is "all".
/// </summary>
public sealed class HistorySchedulesTests
{
    private const int Sample = 10;
    private const int All = 1000;
    private const int Days = 28;

    private static readonly string[] Boosters =
    [
        "streak-tracker",
        "goal-tracker",
        "personal-records",
        "training-load",
        "effort-score",
        "recovery-advisor",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_the_schedule_the_texts_are_those_of_the_final_state_imported_in_order()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FITGLUE_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : 1;
        var schedules = Environment.GetEnvironmentVariable("FITGLUE_SWEEP") == "all" ? All : Sample;
        var told = 0;
        for (var schedule = 0; schedule < schedules; schedule++)
        {
            told += await HoldsAsync(seed + schedule);
        }

        told.ShouldBeGreaterThan(schedules);
    }

    /// <returns>How many workouts were compared.</returns>
    private static async Task<int> HoldsAsync(int seed)
    {
        await using var bench = await StartAsync();
        var (connection, draw) = (await bench.ConnectAsync(), new Random(seed));
        await PipeAsync(bench);
        for (var step = 0; step < 14; step++)
        {
            await StepAsync(bench, draw);
            if (draw.Next(3) == 0)
            {
                await bench.WorkAsync(connection);
            }
        }

        await bench.BackfillAsync(Days + 2);
        await bench.WorkAsync(connection);
        (await bench.ReadAsync(db => db.Runs.AnyAsync(run => run.IsOutdated, Cancellation))).ShouldBeFalse($"seed {seed}");

        var texts = await TextsAsync(bench);
        texts.ShouldBe(await InOrderAsync(bench), $"seed {seed}");
        return texts.Values.Count(text => text.Length > 0);
    }

    private static async Task StepAsync(Bench bench, Random draw)
    {
        var (id, now) = ($"{draw.Next(8)}", bench.Time.GetUtcNow());
        switch (draw.Next(7))
        {
            case 0:
                bench.Source.Workouts.Remove(id);
                await bench.AnnounceAsync(id, SourceEventType.Delete);
                break;
            case 1:
                await bench.BackfillAsync(draw.Next(1, Days));
                break;
            case 2:
                var pipeline = await bench.ReadAsync(db => db.Pipelines.SingleAsync(Cancellation));
                await bench.Get<Replays>().RunAsync(pipeline, now.AddDays(-draw.Next(Days)), now, dryRun: false, Cancellation);
                break;
            // What no webhook tells is found by the backfill.
            case 3:
                Put(bench, id, draw);
                break;
            default:
                Put(bench, id, draw);
                await bench.AnnounceAsync(id, SourceEventType.Update);
                break;
        }
    }

    private static void Put(Bench bench, string id, Random draw) =>
        bench.Source.Put(
            id,
            bench.Time.GetUtcNow().AddHours(-2).AddMinutes(-45 * draw.Next(Days * 32)),
            heartRate: false,
            title: $"T{draw.Next(3)}",
            minutes: draw.Next(10, 90)
        );

    private static async Task<IReadOnlyDictionary<string, string>> InOrderAsync(Bench scheduled)
    {
        await using var bench = await StartAsync();
        var connection = await bench.ConnectAsync();
        await PipeAsync(bench);
        foreach (var (id, json) in scheduled.Source.Workouts.OrderBy(at => JsonNode.Parse(at.Value)!["start"]!.GetValue<DateTimeOffset>()))
        {
            bench.Source.Workouts[id] = json;
            await bench.AnnounceAsync(id);
            await bench.WorkAsync(connection);
        }

        return await TextsAsync(bench);
    }

    /// <summary>A heart that beats faster by day: what is read of an hour does not depend on when it is asked for.</summary>
    private static async Task<Bench> StartAsync()
    {
        var bench = await Bench.StartAsync();
        var first = bench.Time.GetUtcNow().AddDays(-Days - 3);
        bench.Source.Samples.AddRange(
            Enumerable
                .Range(0, (Days + 3) * 24 * 60)
                .Select(minute => new HeartRateSample(first.AddMinutes(minute), Bpm(minute), "workout"))
        );
        var athlete = new Athlete
        {
            BirthYear = 1986,
            Sex = Sex.Female,
            RestingHeartRate = 55,
        };
        await bench.Get<AthleteStore>().SaveAsync(bench.UserId, athlete, Cancellation);
        return bench;
    }

    private static int Bpm(int minute) => 110 + (minute * 7 % 53) + (minute / 60 % 17);

    private static Task PipeAsync(Bench bench) =>
        bench.WriteAsync(db => db.Pipelines.Single().Boosters = [.. Boosters.Select(type => new BoosterStep(type))]);

    private static async Task<IReadOnlyDictionary<string, string>> TextsAsync(Bench bench)
    {
        var runs = await bench.ReadAsync(db =>
            db.Runs.Join(
                    db.Activities.Where(row => row.State != ActivityState.Deleted),
                    run => run.ActivityId,
                    row => row.Id,
                    (run, row) => new { Run = run, row.ExternalId }
                )
                .ToListAsync(Cancellation)
        );
        return runs.GroupBy(at => at.ExternalId, StringComparer.Ordinal)
            .OrderBy(at => at.Key, StringComparer.Ordinal)
            .ToDictionary(
                at => at.Key,
                at => SectionsOf(at.Select(one => one.Run).OrderBy(run => run.Revision).ThenBy(run => run.Pass).Last()),
                StringComparer.Ordinal
            );
    }

    private static string SectionsOf(Run run) =>
        string.Join(
            "\n\n",
            JsonNode
                .Parse(run.Boosters ?? "[]")!
                .AsArray()
                .Select(report => report!["section"]?.GetValue<string>() ?? report["reason"]?.GetValue<string>())
        );
}
