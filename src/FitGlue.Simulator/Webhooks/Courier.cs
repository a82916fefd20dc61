using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FitGlue.Simulator.OAuth;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Webhooks;

/// <summary>Something happened to a person's data.</summary>
internal sealed record Happening(string EventType, string DataType, string ObjectId, Person Person);

/// <summary>Tells every subscription of every app that may know: half a minute later, and again for an hour until it is accepted.</summary>
internal sealed class Courier(HttpMessageInvoker http, Store store, Mischief mischief, TimeProvider time) : IAsyncDisposable
{
    private const int Kept = 20_000;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _running = [];
    private readonly ConcurrentQueue<DeliveryTry> _tries = [];
    private TaskCompletionSource _noted = NewSignal();
    private int _pending;

    /// <summary>Deliveries that are neither accepted nor given up.</summary>
    public int Pending => Volatile.Read(ref _pending);

    public IReadOnlyList<DeliveryTry> Tries => [.. _tries];

    /// <summary>Returns as soon as the tries so far satisfy a condition.</summary>
    public async Task WaitAsync(Predicate<IReadOnlyList<DeliveryTry>> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = Volatile.Read(ref _noted).Task;
            if (condition(Tries))
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    public void Announce(params IReadOnlyList<Happening> happenings)
    {
        var envelopes = happenings.SelectMany(Address).ToArray();
        var silent = store.Read(s => s.Knobs.WebhooksLost);
        foreach (var lost in envelopes.Where(_ => silent || mischief.Loses()))
        {
            Note(lost, 1, null, DeliveryOutcome.Lost);
            lost.IsLost = true;
        }

        Send(mischief.Arrange(envelopes.Where(e => !e.IsLost)));
    }

    /// <summary>What was told or lost leaves once more with its old body, to whoever subscribes to it now.</summary>
    public int Resend(Predicate<DeliveryTry> which)
    {
        var now = time.GetUtcNow();
        var again = store.Read(s =>
            (
                from told in Tries
                where told.Attempt == 1 && which(told)
                let person = s.People.Values.FirstOrDefault(p => p.UserId == told.UserId)
                from subscription in s.Subscriptions
                where
                    subscription.EventType == told.EventType && subscription.DataType == told.DataType && subscription.ExpirationTime > now
                let happening = new Happening(told.EventType, told.DataType, told.ObjectId, person)
                select new Envelope(happening, subscription, Body(happening, told.EventTime)) { EventTime = told.EventTime }
            ).ToArray()
        );
        Send(again);
        return again.Length;
    }

    private void Send(IReadOnlyList<Envelope> queue)
    {
        Interlocked.Add(ref _pending, queue.Count);
        Track(CarryAllAsync([.. queue.Where(e => !e.LeavesAtOnce)]));
        foreach (var envelope in queue.Where(e => e.LeavesAtOnce))
        {
            Track(CarryAllAsync([envelope]));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private IEnumerable<Envelope> Address(Happening happening)
    {
        var now = time.GetUtcNow();
        var scope = DataTypes.Scope(happening.DataType);
        var body = Body(happening, now);
        return store.Read(s =>
            s.Subscriptions.Where(x => x.EventType == happening.EventType && x.DataType == happening.DataType && x.ExpirationTime > now)
                .Where(x => s.Grants.Exists(g => Knows(g, x, happening.Person, scope)))
                .Select(x => new Envelope(happening, x, body) { EventTime = now })
                .ToArray()
        );
    }

    private static string Body(Happening happening, DateTimeOffset at) =>
        new JsonObject
        {
            ["event_type"] = happening.EventType,
            ["data_type"] = happening.DataType,
            ["object_id"] = happening.ObjectId,
            ["event_time"] = Wire.Time(at),
            ["user_id"] = happening.Person.UserId,
        }.ToJsonString(Wire.Compact);

    private static bool Knows(Grant grant, Subscription subscription, Person person, string? scope) =>
        !grant.Revoked
        && grant.ClientId == subscription.ClientId
        && grant.Person == person.Name
        && (scope is null || grant.Scopes.Any(s => Scopes.Bare(s) == scope));

    /// <summary>First tries go out in order; what fails goes its own way.</summary>
    private async Task CarryAllAsync(IReadOnlyList<Envelope> envelopes)
    {
        var knobs = store.Read(s => s.Knobs);
        await PauseAsync(knobs.WebhookDelay / knobs.TimeFactor);
        foreach (var envelope in envelopes)
        {
            await CarryAsync(envelope, 1, knobs);
        }
    }

    /// <summary>The next try is scheduled before this one is noted: whoever waits for the note may move the clock at once.</summary>
    private async Task CarryAsync(Envelope envelope, int attempt, Knobs knobs)
    {
        var (status, outcome) = await TryAsync(envelope, attempt, knobs);
        if (outcome is DeliveryOutcome.Retrying)
        {
            Track(CarryAgainAsync(envelope, attempt + 1, knobs));
        }
        else
        {
            Interlocked.Decrement(ref _pending);
        }

        Note(envelope, attempt, status, outcome);
    }

    private async Task CarryAgainAsync(Envelope envelope, int attempt, Knobs knobs)
    {
        await PauseAsync(Gap(attempt, knobs));
        await CarryAsync(envelope, attempt, knobs);
    }

    /// <summary>Gaps double, and together make up the whole span.</summary>
    private static TimeSpan Gap(int attempt, Knobs knobs) =>
        knobs.WebhookRetrySpan / knobs.TimeFactor * Math.Pow(2, attempt - 2) / (Math.Pow(2, knobs.WebhookTries - 1) - 1);

    private async Task<(int? Status, DeliveryOutcome Outcome)> TryAsync(Envelope envelope, int attempt, Knobs knobs)
    {
        var (alive, secret) = store.Read(s =>
            (
                s.Subscriptions.Find(x => x.Id == envelope.Subscription.Id && x.ExpirationTime > time.GetUtcNow()),
                s.Apps.GetValueOrDefault(envelope.Subscription.ClientId)?.ClientSecret
            )
        );
        if (alive is null || secret is null)
        {
            return (null, DeliveryOutcome.Dropped);
        }

        var status = await PostAsync(envelope, alive.CallbackUrl, secret, knobs);
        if (status is 410)
        {
            store.Change(s => s.Subscriptions.RemoveAll(x => x.Id == alive.Id));
        }

        return status switch
        {
            >= 200 and < 400 => (status, DeliveryOutcome.Accepted),
            410 => (status, DeliveryOutcome.Canceled),
            _ => (status, attempt >= knobs.WebhookTries ? DeliveryOutcome.GivenUp : DeliveryOutcome.Retrying),
        };
    }

    private async Task<int?> PostAsync(Envelope envelope, string callback, string secret, Knobs knobs)
    {
        envelope.Timestamp =
            knobs.WebhookTimestampPerTry || envelope.Timestamp is null
                ? Signature.Timestamp(time.GetUtcNow(), knobs.WebhookTimestamp)
                : envelope.Timestamp;
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(envelope.Body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, callback) { Content = content };
        request.Headers.Add("x-oura-timestamp", envelope.Timestamp);
        request.Headers.Add("x-oura-signature", Signature.Of(secret, envelope.Timestamp, envelope.Body));
        using var limit = new CancellationTokenSource(knobs.WebhookTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            using var response = await http.SendAsync(request, both.Token);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private Task PauseAsync(TimeSpan pause) => pause > TimeSpan.Zero ? Task.Delay(pause, time, _stop.Token) : Task.CompletedTask;

    private void Track(Task task)
    {
        _running[task] = true;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
    }

    private void Note(Envelope envelope, int attempt, int? status, DeliveryOutcome outcome)
    {
        _tries.Enqueue(
            new DeliveryTry
            {
                EventType = envelope.Happening.EventType,
                DataType = envelope.Happening.DataType,
                ObjectId = envelope.Happening.ObjectId,
                UserId = envelope.Happening.Person.UserId,
                SubscriptionId = envelope.Subscription.Id,
                CallbackUrl = envelope.Subscription.CallbackUrl,
                Attempt = attempt,
                At = time.GetUtcNow(),
                EventTime = envelope.EventTime,
                Status = status,
                Outcome = outcome,
            }
        );
        while (_tries.Count > Kept)
        {
            _tries.TryDequeue(out _);
        }

        Interlocked.Exchange(ref _noted, NewSignal()).SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>An event on its way to one subscription.</summary>
internal sealed class Envelope(Happening happening, Subscription subscription, string body)
{
    public Happening Happening => happening;

    public Subscription Subscription => subscription;

    public string Body => body;

    public required DateTimeOffset EventTime { get; init; }

    public string? Timestamp { get; set; }

    public bool IsLost { get; set; }

    /// <summary>Does not wait for those before it.</summary>
    public bool LeavesAtOnce { get; init; }
}
