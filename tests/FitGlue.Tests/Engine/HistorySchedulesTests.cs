using System.Globalization;
using System.Text.Json.Nodes;
using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Matching;
using FitGlue.Core.Sources;
using FitGlue.Engine.Athletes;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Matching;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Uploads;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>
/// Imports, edits, deletes, backfills, replays, files of the same workouts, the person's word on them and on themselves, in any order: once
/// nothing is outdated, each workout says what it would say had the final state been imported in order. A sample; all thousand where
/// FITGLUE_SWEEP is "all".
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
        var (connection, draw, person) = (await bench.ConnectAsync(), new Random(seed), new Person());
        await PipeAsync(bench);
        for (var step = 0; step < 18; step++)
        {
            await StepAsync(bench, person, draw);
            if (draw.Next(3) == 0)
            {
                await bench.WorkAsync(connection);
            }
        }

        await bench.BackfillAsync(Days + 2);
        await bench.WorkAsync(connection);
        (await bench.ReadAsync(db => db.Runs.AnyAsync(run => run.IsOutdated, Cancellation))).ShouldBeFalse($"seed {seed}");

        var texts = await TextsAsync(bench);
        texts.ShouldBe(await InOrderAsync(bench, person), $"seed {seed}");
        return texts.Values.Count(text => text.Length > 0);
    }

    private static async Task StepAsync(Bench bench, Person person, Random draw)
    {
        var id = $"{draw.Next(8)}";
        switch (draw.Next(10))
        {
            case 7:
                await BringAsync(bench, person, draw);
                break;
            case 8:
                await RuleAsync(bench, draw);
                break;
            case 9:
                person.MaxHeartRate = draw.Next(175, 200);
                await SaveAsync(bench, person);
                break;
            case 0:
                bench.Source.Workouts.Remove(id);
                await bench.AnnounceAsync(id, SourceEventType.Delete);
                break;
            case 1:
                await bench.BackfillAsync(draw.Next(1, Days));
                break;
            case 2:
                var pipeline = await bench.ReadAsync(db => db.Pipelines.FirstAsync(Cancellation));
                await bench.Get<Replays>().RunAsync(pipeline, new() { Last = draw.Next(1, 9) }, dryRun: false, Cancellation);
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

    // Of a workout that is there, or of none: from a device that begins a little earlier or later, with or without heart rate.
    private static async Task BringAsync(Bench bench, Person person, Random draw)
    {
        var starts = bench.Source.Workouts.OrderBy(at => at.Key, StringComparer.Ordinal).Select(at => StartOf(at.Value)).ToList();
        var start = starts.Count == 0 ? bench.Time.GetUtcNow().AddHours(-30) : starts[draw.Next(starts.Count)].AddMinutes(draw.Next(-3, 4));
        var file = RecordedFiles.Gpx(start, draw.Next(10, 90), heartRate: draw.Next(2) == 0);
        person.Files.Add((start, file));
        await bench.Get<Uploading>().TakeAsync(bench.UserId, "ride.gpx", file, Cancellation);
    }

    private static async Task RuleAsync(Bench bench, Random draw)
    {
        var rows = await bench.ReadAsync(db =>
            db.Activities.Where(row => row.State != ActivityState.Deleted).OrderBy(row => row.ExternalId).ToListAsync(Cancellation)
        );
        var pairs = rows.SelectMany(one =>
                rows.Where(other => other.StartTime > one.StartTime && other.StartTime < one.EndTime).Select(other => (one, other))
            )
            .ToList();
        if (pairs.Count > 0)
        {
            var (one, other) = pairs[draw.Next(pairs.Count)];
            await bench.Get<Judging>().RuleAsync(bench.UserId, one.Id, other.Id, (Ruling)draw.Next(2), Cancellation);
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> InOrderAsync(Bench scheduled, Person person)
    {
        await using var bench = await StartAsync();
        var connection = await bench.ConnectAsync();
        await PipeAsync(bench);
        await SaveAsync(bench, person);
        var workouts = scheduled.Source.Workouts.Select(at => (Start: StartOf(at.Value), Id: at.Key, File: (byte[]?)null));
        var files = person.Files.Select(brought => (brought.Start, Id: "ride.gpx", File: (byte[]?)brought.Content));
        foreach (var (_, id, file) in workouts.Concat(files).OrderBy(at => at.Start))
        {
            if (file is not null)
            {
                await bench.Get<Uploading>().TakeAsync(bench.UserId, id, file, Cancellation);
            }
            else
            {
                bench.Source.Workouts[id] = scheduled.Source.Workouts[id];
                await bench.AnnounceAsync(id);
            }

            await bench.WorkAsync(connection);
        }

        await SayAgainAsync(scheduled, bench);
        await bench.WorkAsync(connection);
        return await TextsAsync(bench);
    }

    // The person's word is on records by their sources' keys: it holds for a workout that is read again.
    private static async Task SayAgainAsync(Bench scheduled, Bench bench)
    {
        var rows = await bench.ReadAsync(db => db.Activities.ToListAsync(Cancellation));
        foreach (var said in await scheduled.ReadAsync(db => db.MatchRulings.ToListAsync(Cancellation)))
        {
            var (one, other) = (Find(said.First), Find(said.Second));
            if (one is not null && other is not null)
            {
                await bench.Get<Judging>().RuleAsync(bench.UserId, one.Id, other.Id, said.Ruling, Cancellation);
            }
        }

        ActivityRow? Find(string key) => rows.Find(row => FitGlue.Engine.Matching.Record.Key(row) == key);
    }

    private static DateTimeOffset StartOf(string workout) => JsonNode.Parse(workout)!["start"]!.GetValue<DateTimeOffset>();

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
        await SaveAsync(bench, new());
        return bench;
    }

    private static Task SaveAsync(Bench bench, Person person) =>
        bench
            .Get<AthleteStore>()
            .SaveAsync(
                bench.UserId,
                new Athlete
                {
                    BirthYear = 1986,
                    Sex = Sex.Female,
                    RestingHeartRate = 55,
                    MaxHeartRate = person.MaxHeartRate,
                },
                Cancellation
            );

    private static int Bpm(int minute) => 110 + (minute * 7 % 53) + (minute / 60 % 17);

    // What is held back depends on what was sent, and is no text.
    private static Task PipeAsync(Bench bench) =>
        bench.WriteAsync(db =>
        {
            var pipeline = db.Pipelines.Single();
            (pipeline.Boosters, pipeline.Matching) = ([.. Boosters.Select(type => new BoosterStep(type))], MatchPolicy.Brought);
            db.Pipelines.Add(
                new()
                {
                    UserId = bench.UserId,
                    Name = "Uploads",
                    Source = "upload",
                    Matching = MatchPolicy.Brought,
                    CreatedAt = bench.Time.GetUtcNow(),
                    DeliverFrom = bench.Time.GetUtcNow(),
                    Boosters = pipeline.Boosters,
                    Targets = [],
                }
            );
        });

    /// <summary>What the person brought and said.</summary>
    private sealed class Person
    {
        public int? MaxHeartRate { get; set; }

        public List<(DateTimeOffset Start, byte[] Content)> Files { get; } = [];
    }

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
