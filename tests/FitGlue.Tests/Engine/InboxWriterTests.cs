using FitGlue.Core.Sources;
using FitGlue.Engine;
using FitGlue.Engine.Inbox;
using FitGlue.Engine.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>An event is acknowledged only when it is kept.</summary>
public sealed class InboxWriterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failing_store_refuses_every_waiting_event_and_takes_the_next()
    {
        await using var bench = await Bench.StartAsync();
        var store = new Store { Fails = true };
        using var writer = WriterOf(bench, store);
        var waiting = Enumerable.Range(0, 20).Select(i => writer.KeepAsync("fake", Event(i), default)).ToList();

        await writer.StartAsync(Cancellation);
        foreach (var one in waiting)
        {
            await Should.ThrowAsync<InboxUnavailableException>(() => one);
        }

        store.Fails = false;
        await writer.KeepAsync("fake", Event(99), default);

        store.Kept.ShouldBe(["99"]);
        await writer.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_full_inbox_refuses_at_once()
    {
        await using var bench = await Bench.StartAsync();
        using var writer = WriterOf(bench, new Store());

        var kept = Enumerable.Range(0, 4096).Select(i => writer.KeepAsync("fake", Event(i), default)).ToList();

        await Should.ThrowAsync<InboxUnavailableException>(async () => await writer.KeepAsync("fake", Event(4096), default));
        kept.ShouldAllBe(one => !one.IsCompleted);
    }

    [Fact]
    public async Task A_stop_writes_what_was_taken_in_and_refuses_the_rest()
    {
        await using var bench = await Bench.StartAsync();
        var store = new Store();
        using var writer = WriterOf(bench, store);
        var waiting = Enumerable.Range(0, 1500).Select(i => writer.KeepAsync("fake", Event(i), default)).ToList();

        await writer.StartAsync(Cancellation);
        await writer.StopAsync(Cancellation);

        await Task.WhenAll(waiting);
        store.Kept.Count.ShouldBe(1500);
        await Should.ThrowAsync<InboxUnavailableException>(async () => await writer.KeepAsync("fake", Event(1), default));
    }

    [Fact]
    public async Task A_stop_before_the_first_turn_still_writes_what_was_taken_in()
    {
        await using var bench = await Bench.StartAsync();
        var store = new Store();
        using var writer = WriterOf(bench, store);
        var waiting = writer.KeepAsync("fake", Event(1), default);

        await writer.StopAsync(Cancellation);

        await waiting;
        store.Kept.ShouldBe(["1"]);
    }

    [Fact]
    public async Task What_the_store_writes_by_hand_is_what_the_model_reads()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        using var writer = WriterOf(bench, bench.Get<IInboxStore>());
        await writer.StartAsync(Cancellation);
        var at = new DateTimeOffset(2026, 6, 15, 14, 0, 1, 234, TimeSpan.FromHours(2));

        await writer.KeepAsync("fake", Event(1) with { EventTime = at, EventType = SourceEventType.Delete }, new byte[] { 1, 2 });
        await writer.KeepAsync("fake", Event(1) with { EventTime = at, EventType = SourceEventType.Delete }, new byte[] { 3 });
        await writer.KeepAsync("fake", Event(2) with { ExternalUserId = "nobody" }, default);
        await writer.QuarantineAsync("fake", new byte[] { 9 }, "Nonsense.");
        await writer.QuarantineAsync("fake", new byte[] { 9 }, "Nonsense.");
        await writer.StopAsync(Cancellation);

        var rows = await bench.ReadAsync(db => Task.FromResult(db.Inbox.OrderBy(row => row.Id).ToList()));
        rows.Count.ShouldBe(3);
        rows[0].ConnectionId.ShouldBe(connection);
        rows[0].EventTime.ShouldBe(at);
        rows[0].EventType.ShouldBe(SourceEventType.Delete);
        rows[0].Body.ShouldBe([1, 2]);
        rows[0].ReceivedAt.ShouldBe(bench.Time.GetUtcNow());
        rows[0].State.ShouldBe(FitGlue.Engine.Work.WorkState.Waiting);
        (await bench.ReadAsync(db => Task.FromResult(db.Inbox.Count(row => row.ConnectionId == connection)))).ShouldBe(1);
        rows[1].ConnectionId.ShouldBeNull();
        (rows[2].State, rows[2].LastError).ShouldBe((FitGlue.Engine.Work.WorkState.Dead, "Nonsense."));
    }

    [Fact]
    public async Task The_store_names_the_connection_that_got_something_new()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        var store = bench.Get<IInboxStore>();
        ArrivedEvent[] arrived = [new("fake", Event(1), [], bench.Time.GetUtcNow(), null)];

        store.Append(arrived).ShouldBe([connection]);
        store.Append(arrived).ShouldBeEmpty();
    }

    private static InboxWriter WriterOf(Bench bench, IInboxStore store) =>
        new(store, bench.Get<WriteGate>(), bench.Get<StorageState>(), bench.Get<Hints>(), bench.Time, NullLogger<InboxWriter>.Instance);

    private static SourceEvent Event(int id) =>
        new("account-1", "workout", $"{id}", SourceEventType.Create, DateTimeOffset.UnixEpoch, ConcernsWorkouts: true);

    private sealed class Store : IInboxStore
    {
        public bool Fails { get; set; }

        public List<string> Kept { get; } = [];

        public HashSet<Guid> Append(IReadOnlyList<ArrivedEvent> events)
        {
            if (Fails)
            {
                throw new IOException("The disk is full.");
            }

            Kept.AddRange(events.Select(arrived => arrived.Event.ObjectId));
            return [];
        }
    }
}
