using FitGlue.Core.Matching;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Core.Matching;

/// <summary>A thousand random schedules of what a person's devices and services do.</summary>
public sealed class JourneyTests
{
    private static readonly string[] Targets = ["strava", "intervals-icu", "files"];
    private static readonly string[] Sources = ["oura", "upload", "watch"];

    [Fact]
    public void A_workout_is_sent_once_to_each_target_and_never_back()
    {
        var sent = 0;
        for (var seed = 0; seed < 1000; seed++)
        {
            sent += Play(seed);
        }

        sent.ShouldBeGreaterThan(5000);
    }

    private static int Play(int seed)
    {
        var random = new Random(seed);
        var journey = new Journey(Targets);
        Dictionary<string, int> truth = [];
        List<(Candidate Record, OriginChain Origin)> records = [.. Copies(random, truth)];
        Queue<(Candidate Record, OriginChain Origin)> waiting = new(Shuffled(records, random));
        for (var step = 0; step < 60; step++)
        {
            switch (random.Next(6))
            {
                case 0 or 1 when waiting.TryDequeue(out var next):
                    journey.Arrive(next.Record, next.Origin, crash: random.Next(4) == 0);
                    break;
                case 2 when Pick(records, journey, random) is { } again:
                    journey.Arrive(again.Record, again.Origin);
                    break;
                case 3 when Pick(records, journey, random) is { } changed:
                    journey.Arrive(changed.Record with { End = changed.Record.End.AddSeconds(random.Next(60)) }, changed.Origin);
                    break;
                case 4 when Pick(records, journey, random) is { } gone && random.Next(4) == 0:
                    journey.Delete(gone.Record.Id);
                    break;
                case 5 when journey.Returned(Targets[random.Next(2)], random.Next(50), $"echo-{step}", "oura") is { } echo:
                    truth[echo.Id] = -1;
                    records.Add((echo, OriginChain.From("oura")));
                    journey.Arrive(echo, OriginChain.From("oura"));
                    break;
            }
        }

        while (waiting.TryDequeue(out var rest))
        {
            journey.Arrive(rest.Record, rest.Origin);
        }

        journey.AtTargets.Where(at => truth[at.Id] < 0).ShouldBeEmpty($"seed {seed}: what came back was sent again");
        journey
            .AtTargets.GroupBy(at => (at.Target, truth[at.Id]))
            .Where(group => group.Skip(1).Any())
            .Select(group => group.Key)
            .ShouldBeEmpty($"seed {seed}: a workout was sent twice");
        journey.AtTargets.Where(at => at.Id.StartsWith(at.Target, StringComparison.Ordinal)).ShouldBeEmpty($"seed {seed}: sent back");
        journey.Ledger.GroupBy(upload => (upload.Workout.Id, upload.Target)).ShouldAllBe(group => group.Count() == 1);
        return journey.AtTargets.Count();
    }

    /// <summary>Six workouts of a day, each recorded by one to three devices, one of which reads from Strava.</summary>
    private static IEnumerable<(Candidate, OriginChain)> Copies(Random random, Dictionary<string, int> truth)
    {
        for (var workout = 0; workout < 6; workout++)
        {
            var (start, minutes) = (workout * 200 + random.Next(60), 20 + random.Next(100));
            foreach (var source in Sources.Take(1 + random.Next(3)))
            {
                var fromStrava = source == "watch" && random.Next(2) == 0;
                var id = $"{(fromStrava ? "strava" : source)}-{workout}";
                truth[id] = workout;
                var record = Records.Of(
                    id,
                    start + (random.NextDouble() * 2),
                    start + minutes - (random.NextDouble() * 2),
                    workout % 2 == 0 ? "running" : "walking",
                    source
                );
                yield return (record, fromStrava ? OriginChain.From("strava").Through(source) : OriginChain.From(source));
            }
        }
    }

    private static (Candidate Record, OriginChain Origin)? Pick(
        List<(Candidate Record, OriginChain Origin)> records,
        Journey journey,
        Random random
    )
    {
        (Candidate, OriginChain)[] arrived = [.. records.Where(record => journey.Knows(record.Record.Id))];
        return arrived.Length == 0 ? null : arrived[random.Next(arrived.Length)];
    }

    private static (Candidate, OriginChain)[] Shuffled(IEnumerable<(Candidate, OriginChain)> records, Random random)
    {
        (Candidate, OriginChain)[] shuffled = [.. records];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
