using System.Diagnostics;
using FitGlue.Core;
using FitGlue.Engine.Backfills;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>Several at the same days: each brings everything to where its person wants it, and nothing is fetched twice.</summary>
public sealed class OverlappingBackfillsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_another_one_that_stands_still_let_wait_is_fetched_all_the_same(bool paused)
    {
        await using var bench = await Bench.StartAsync();
        var connection = await WithWorkoutsAsync(bench);
        var first = await BeginAsync(bench, []);
        await ListAsync(bench, connection);
        await ChangeAsync(
            bench,
            first,
            row =>
            {
                row.PausedAt = paused ? bench.Time.GetUtcNow() : null;
                row.State = paused ? row.State : WorkState.NeedsYou;
            }
        );

        var second = await BeginAsync(bench, []);
        await bench.WorkAsync(connection);
        var backfill = await ReadAsync(bench, second);
        (backfill.State, backfill.Imported).ShouldBe((WorkState.Done, 3));
        var asked = bench.Source.Asked.Count(call => call == "heart rate");

        await ChangeAsync(bench, first, row => (row.PausedAt, row.State) = (null, WorkState.Waiting));
        await bench.WorkAsync(connection);
        (await ReadAsync(bench, first)).State.ShouldBe(WorkState.Done);
        bench.Source.Asked.Count(call => call == "heart rate").ShouldBe(asked, "it is here: nothing is asked for twice");
    }

    [Fact]
    public async Task What_a_quiet_one_was_to_fetch_comes_to_the_places_of_the_next_one()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await WithWorkoutsAsync(bench);
        var quiet = await BeginAsync(bench, []);
        await ListAsync(bench, connection);
        await ChangeAsync(bench, quiet, row => row.PausedAt = bench.Time.GetUtcNow());
        await BeginAsync(bench, await PlacesAsync(bench));
        await ListAsync(bench, connection);
        await ChangeAsync(bench, quiet, row => row.PausedAt = null);

        await bench.WorkAsync(connection);

        bench.Target.Got.Select(shipment => shipment.Activity.ExternalId).ShouldBe(["0", "1", "2"], ignoreOrder: true);
        bench.Source.Asked.Count(call => call == "heart rate").ShouldBe(3);
    }

    [Fact]
    public async Task Each_place_that_one_of_them_was_asked_for_gets_everything()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await WithWorkoutsAsync(bench);
        await bench.WriteAsync(db =>
        {
            var pipeline = db.Pipelines.Single();
            pipeline.Targets = [.. pipeline.Targets, new TargetEntry(Guid.CreateVersion7(), "fake-target")];
        });
        var places = await PlacesAsync(bench);
        var first = await BeginAsync(bench, [places[0]]);
        await ListAsync(bench, connection);
        await ChangeAsync(bench, first, row => row.PausedAt = bench.Time.GetUtcNow());
        await BeginAsync(bench, [places[1]]);
        await ListAsync(bench, connection);
        await ChangeAsync(bench, first, row => row.PausedAt = null);

        await bench.WorkAsync(connection);

        var delivered = await bench.ReadAsync(db =>
            db.Deliveries.Where(row => row.ExternalId != null).Select(row => row.Place).ToListAsync(Cancellation)
        );
        delivered.CountBy(place => place).ShouldBe([new(places[0], 3), new(places[1], 3)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_quiet_one_is_not_told_to_deliver_by_one_that_was_over_before()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await WithWorkoutsAsync(bench);
        await BeginAsync(bench, await PlacesAsync(bench));
        await bench.WorkAsync(connection);
        bench.Time.Advance(TimeSpan.FromHours(1));
        bench.Source.Put("late", bench.Time.GetUtcNow().AddDays(-50));

        await BeginAsync(bench, []);
        await bench.WorkAsync(connection);

        (await ImportingTests.ActivityAsync(bench, "late")).Revision.ShouldBe(1);
        bench.Target.Got.Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_look_at_the_last_days_let_wait_comes_to_the_places_too()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddDays(-3));
        var down = true;
        bench.Source.Before = (what, _) => what == "heart rate" && down ? throw new UnavailableException("Down.") : Task.CompletedTask;
        bench.Time.Advance(TimeSpan.FromMinutes(67));
        await bench.WorkAsync(connection);
        (await bench.ReadAsync(db => db.Schedule.CountAsync(row => row.Kind == FetchKind.Listed, Cancellation))).ShouldBe(1);

        await BeginAsync(bench, await PlacesAsync(bench));
        await ListAsync(bench, connection);
        down = false;
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.WorkAsync(connection);

        bench.Target.Got.Select(shipment => shipment.Activity.ExternalId).ShouldBe(["a"]);
        bench.Source.Asked.Count(call => call == "heart rate").ShouldBe(2, "once in vain, once for both");
    }

    [Fact]
    public async Task Hundreds_of_listed_workouts_are_compared_before_the_write_and_kept_with_few_questions()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        PutDays(bench, "known", 40);
        await BeginAsync(bench, []);
        await bench.WorkAsync(connection);
        PutDays(bench, "new", 40);
        var id = await BeginAsync(bench, await PlacesAsync(bench));

        using var questions = new QuestionsInWrites(bench.Folder);
        await ListAsync(bench, connection);

        questions.Count.ShouldBeInRange(1, 15);
        (await ReadAsync(bench, id)).Listed.ShouldBe(80);
        var waiting = await bench.ReadAsync(db => db.Schedule.CountAsync(row => row.BackfillId == id, Cancellation));
        (waiting, await bench.ReadAsync(db => db.Runs.CountAsync(run => run.Pass == 2, Cancellation))).ShouldBe((40, 40));
    }

    /// <summary>Three workouts, from 40 days ago back, all in the first slice.</summary>
    private static async Task<Guid> WithWorkoutsAsync(Bench bench)
    {
        var connection = await bench.ConnectAsync();
        foreach (var i in Enumerable.Range(0, 3))
        {
            bench.Source.Put($"{i}", bench.Time.GetUtcNow().AddDays(-40 - (10 * i)));
        }

        return connection;
    }

    private static void PutDays(Bench bench, string name, int count)
    {
        foreach (var i in Enumerable.Range(0, count))
        {
            bench.Source.Put($"{name}-{i}", bench.Time.GetUtcNow().AddDays(-40 - i).AddHours(-name.Length));
        }
    }

    private static async Task ListAsync(Bench bench, Guid connection) =>
        (await bench.Get<BackfillStep>().RunAsync(connection)).ShouldBeTrue();

    private static Task<Guid> BeginAsync(Bench bench, IReadOnlyList<string> deliverTo) => bench.BackfillAsync(100, deliverTo);

    private static Task ChangeAsync(Bench bench, Guid id, Action<Backfill> change) =>
        bench.WriteAsync(db => change(db.Backfills.Single(row => row.Id == id)));

    private static Task<Backfill> ReadAsync(Bench bench, Guid id) =>
        bench.ReadAsync(db => db.Backfills.AsNoTracking().SingleAsync(row => row.Id == id, Cancellation));

    private static async Task<IReadOnlyList<string>> PlacesAsync(Bench bench) =>
        [.. (await bench.ReadAsync(db => db.Pipelines.SingleAsync(Cancellation))).Targets.Select(target => target.Place)];

    /// <summary>Queries that one database is asked while a write holds it.</summary>
    private sealed class QuestionsInWrites : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly string _folder;
        private readonly List<IDisposable> _subscriptions = [];
        private int _count;

        public QuestionsInWrites(string folder)
        {
            _folder = folder;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public int Count => _count;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
            {
                _subscriptions.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (
                value is { Value: CommandExecutedEventData { Command: { Transaction: not null, Connection: { } connection } command } }
                && connection.DataSource.StartsWith(_folder, StringComparison.Ordinal)
                && command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)
            )
            {
                Interlocked.Increment(ref _count);
            }
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
    }
}
