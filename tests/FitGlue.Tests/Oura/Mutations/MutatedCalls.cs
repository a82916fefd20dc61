using System.Text.Json;
using FitGlue.Core;
using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Simulator;
using FitGlue.Tests.Plugins.Oura;
using FitGlue.Tests.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura.Mutations;

/// <summary>Every call of the source to Oura, over recorded answers of which one is mutated, and what a valid result of it is.</summary>
internal sealed class MutatedCalls : IAsyncDisposable
{
    private readonly Cloud _cloud;
    private readonly Receiver _receiver;
    private readonly HttpMessageInvoker _live;
    private readonly ReplayedOura _oura;
    private readonly IConnectedSource _source;
    private readonly Secret _token;
    private readonly Secret _refreshToken;
    private readonly string _code;
    private readonly DateOnly _from;
    private readonly DateOnly _to;

    private MutatedCalls(Cloud cloud, Receiver receiver, string code, DateOnly from, DateOnly to)
    {
        (_cloud, _receiver, _code, _from, _to) = (cloud, receiver, code, from, to);
        _live = new(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All });
        _oura = new(_live);
        var tokens = cloud.Control.IssueTokens(Cloud.Moi.ClientId, "demo", Cloud.AllScopes);
        (_token, _refreshToken) = (new(tokens.AccessToken), new(tokens.RefreshToken));
        var services = OuraServer.Collection(
            ("Oura:ClientId", Cloud.Moi.ClientId),
            ("Oura:ClientSecret", Cloud.Moi.ClientSecret),
            ("Oura:TokenUrl", cloud.Oura.TokenUrl(Portal.Moi)),
            ("Oura:ApiBaseUrl", cloud.Oura.BaseUrl)
        );
        _source = OuraServer.Connected(OuraServer.Over(_oura, services));
    }

    public IReadOnlyList<(string Name, Func<Task> Call)> All =>
        [
            ("workouts", WorkoutsAsync),
            ("workout", WorkoutAsync),
            ("heart rate", HeartRateAsync),
            ("sessions", SessionsAsync),
            ("session", SessionAsync),
            ("athlete", AthleteAsync),
            ("last data", async () => await _source.FetchLastDataAsync(_token, Cancellation)),
            ("readiness", () => DaysAsync(DayRecordKind.Readiness)),
            ("sleep", () => DaysAsync(DayRecordKind.Sleep)),
            ("movement", () => DaysAsync(DayRecordKind.Movement)),
            ("personal info", async () => (await _source.CheckAccessAsync(_token, Cancellation)).ShouldNotBeNull()),
            ("token", async () => ShouldBeUsable(await _source.RefreshAsync(_refreshToken, Cancellation))),
            ("sign-in", SignInAsync),
            ("subscriptions", SubscriptionsAsync),
        ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<MutatedCalls> StartAsync(DateOnly from, DateOnly to)
    {
        var cloud = await Cloud.StartAsync(new Knobs { HeartRatePageSize = 25, DocumentPageSize = 3 });
        var receiver = await Receiver.StartAsync();
        foreach (var eventType in new[] { "create", "update", "delete" })
        {
            await WebhookTests.SubscribeAsync(cloud, receiver, eventType).ShouldAnswerAsync(201);
        }

        cloud.Control.AddSession(new NewSession { Start = new DateTimeOffset(from, new(10, 0), TimeSpan.FromHours(1)), Minutes = 2 });
        var calls = new MutatedCalls(cloud, receiver, await cloud.CodeAsync(Cloud.Moi), from, to);
        await calls.RecordAsync();
        return calls;
    }

    /// <summary>The same call, seed and number make the same mutation.</summary>
    /// <returns>What it was, and how the call ended: null is a valid result.</returns>
    public async Task<(string Mutation, Exception? Outcome)> RunAsync(string name, Func<Task> call, int seed, int number)
    {
        var draw = new Random(HashOf(name, seed, number));
        var kinds = ByteMutations.All.Count + JsonMutations.All.Count;
        var kind = number % kinds;
        var json = kind - ByteMutations.All.Count;
        _oura.Mutate(
            draw.Next(4) is 0 ? 1 : 0,
            body =>
                json < 0 || body.Length == 0
                    ? ByteMutations.All[Math.Min(kind, ByteMutations.All.Count - 1)].Mutate(Filled(body), draw)
                    : JsonMutations.Mutate(body, JsonMutations.All[json].Write, draw)
        );
        try
        {
            await call();
            return (NameOf(kind), null);
        }
        catch (Exception exception)
        {
            return (NameOf(kind), exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _live.Dispose();
        await _receiver.DisposeAsync();
        await _cloud.DisposeAsync();
    }

    private async Task RecordAsync()
    {
        foreach (var (_, call) in All)
        {
            _oura.Mutate(-1, body => new(body));
            await call();
        }

        _oura.Records = false;
    }

    private async Task WorkoutsAsync()
    {
        await foreach (var document in _source.ListWorkoutsAsync(_from, _to, _token, Cancellation))
        {
            ShouldBeKept(document.ObjectId, document.Json);
            ShouldBeMapped(document);
        }
    }

    private async Task WorkoutAsync()
    {
        var id = _cloud.Control.Workouts("demo").First(workout => workout.Day == _from).Id;
        if (await _source.FetchWorkoutAsync(id, _token, Cancellation) is { } document)
        {
            ShouldBeKept(document.ObjectId, document.Json);
            ShouldBeMapped(document);
        }
    }

    private async Task SessionsAsync()
    {
        await foreach (var document in ((ISessionSource)_source).ListSessionsAsync(_from, _to, _token, Cancellation))
        {
            ShouldBeSession(document);
        }
    }

    private async Task SessionAsync()
    {
        var id = _cloud.Control.Sessions("demo").First(session => session.Day == _from).Id;
        if (await ((ISessionSource)_source).FetchSessionAsync($"session-{id}", _token, Cancellation) is { } document)
        {
            ShouldBeSession(document);
        }
    }

    private async Task AthleteAsync()
    {
        var reading = await ((IAthleteSource)_source).FetchAthleteAsync(_token, Cancellation);

        (reading.Age is null or >= 10 and <= 110).ShouldBeTrue();
        (reading.WeightKg is null or >= 20 and <= 400).ShouldBeTrue();
    }

    private async Task HeartRateAsync()
    {
        var from = new DateTimeOffset(_from, new(8, 0), TimeSpan.Zero);
        var samples = await _source.FetchHeartRateAsync(from, from.AddHours(4), _token, Cancellation);

        // No ShouldAllBe here: it compiles an expression each time, which costs more than the call.
        samples.All(sample => sample.Time >= from && sample.Time <= from.AddHours(4) && sample.Bpm is >= 0 and <= 1000).ShouldBeTrue();
        samples.Zip(samples.Skip(1)).All(pair => pair.First.Time <= pair.Second.Time).ShouldBeTrue();
    }

    private async Task DaysAsync(DayRecordKind kind)
    {
        var source = (IDayRecordSource)_source;
        await foreach (var document in source.ListDaysAsync(kind, _from, _to, _token, Cancellation))
        {
            ShouldBeKept(document.ObjectId, document.Json);
            document.Day.ShouldBeInRange(_from, _to);
            var record = source.ReadDay(kind, document.Json);
            (record is null || record.Day == document.Day).ShouldBeTrue();
            if (record is DayRecord.Sleep { LowestBpm: { } lowest })
            {
                lowest.ShouldBeInRange(1, 254);
            }
        }
    }

    private async Task SignInAsync()
    {
        var grant = await _source.ExchangeAsync(_code, "verifier", new(Cloud.Redirect), null, Cancellation);

        grant.ExternalUserId.ShouldNotBeNullOrEmpty();
        ShouldBeUsable(grant.Tokens);
    }

    private async Task SubscriptionsAsync()
    {
        var status = await ((INotifyingSource)_source).EnsureSubscriptionsAsync(new(_receiver.Url), withSessions: false, Cancellation);

        status.Count.ShouldBe(3);
        status.NextCheckAt.ShouldBeGreaterThan(FakeOura.Now);
    }

    private static void ShouldBeUsable(TokenPair pair)
    {
        pair.AccessToken.Value.ShouldNotBeNullOrWhiteSpace();
        pair.AccessToken.Value.All(c => c is > ' ' and < (char)127).ShouldBeTrue();
        pair.ExpiresAt.ShouldBeGreaterThanOrEqualTo(FakeOura.Now);
    }

    private static void ShouldBeKept(string objectId, string json)
    {
        objectId.ShouldNotBeNullOrEmpty();
        JsonDocument.Parse(json).Dispose();
    }

    private void ShouldBeSession(SourceDocument document)
    {
        ShouldBeKept(document.ObjectId, document.Json);
        var samples = ((ISessionSource)_source).SessionHeartRate(document);
        samples.All(sample => sample.Bpm is >= 1 and <= 1000).ShouldBeTrue();
        try
        {
            ShouldBeMapped(document);
        }
        catch (UnreadableDocumentException exception)
        {
            exception.Message.ShouldStartWith("Oura session: ");
        }
    }

    private void ShouldBeMapped(SourceDocument document)
    {
        if (_source.Map(document) is { } activity)
        {
            activity.EndTime.ShouldBeGreaterThan(activity.StartTime);
            activity.Title.ShouldNotBeNullOrWhiteSpace();
            activity.LocalDate.ShouldBeGreaterThan(DateOnly.MinValue);
        }
    }

    private static byte[] Filled(byte[] body) => body.Length == 0 ? [(byte)' '] : body;

    // Not string.GetHashCode, which differs from run to run.
    private static int HashOf(string name, int seed, int number) =>
        name.Aggregate(unchecked((seed * 397) ^ (number * 7919)), (hash, c) => unchecked((hash * 31) + c));

    private static string NameOf(int kind) =>
        kind < ByteMutations.All.Count ? ByteMutations.All[kind].Name : JsonMutations.All[kind - ByteMutations.All.Count].Name;
}
