using System.Runtime.CompilerServices;
using System.Text.Json;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Boosters;
using FitGlue.Core.Sources;

namespace FitGlue.Tests.Engine;

/// <summary>A source that answers what the test put there, and counts what it was asked.</summary>
internal sealed partial class FakeSource : IConnectedSource, INotifyingSource
{
    private int _pair;

    public string Account { get; set; } = "account-1";

    /// <summary>What the person grants the next time.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = ["workout", "heartrate", "days"];

    /// <summary>Documents by id, as the source has them.</summary>
    public Dictionary<string, string> Workouts { get; } = [];

    public List<HeartRateSample> Samples { get; } = [];

    public List<string> Asked { get; } = [];

    /// <summary>Ranges of days that it was asked to list.</summary>
    public List<(DateOnly From, DateOnly To)> Ranges { get; } = [];

    /// <summary>Ids that its lists leave out although they are there.</summary>
    public HashSet<string> Unlisted { get; } = [];

    /// <summary>Runs before an answer, and may throw; the argument names the call.</summary>
    public Func<string, Secret?, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(10);

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public SourceInfo Info { get; } =
        new(
            "fake",
            "Fake",
            default,
            "A source of the tests.",
            [new("workout", "Workouts.", true), new("heartrate", "Heart rate.", false, ScopeUse.HeartRate)]
        );

    public SourceSetup Setup { get; } = new([], new("https://fake.example"));

    public PipelineRecipe Recipe { get; } = new("Everything", ["fake"], ["fake-target"]);

    public int ImportDays => 1;

    public TimeSpan ReconcileInterval(bool notified) => notified ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(15);

    public TimeSpan? ClockSkew => TimeSpan.FromSeconds(3);

    public RequestLimit RequestLimit { get; set; } = new(5000, TimeSpan.FromMinutes(5));

    public IReadOnlyList<TimeSpan> SettleSchedule { get; } =
    [TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(120), TimeSpan.FromHours(24)];

    /// <summary>Puts a workout there, with heart rate over its whole length unless told otherwise.</summary>
    public void Put(
        string id,
        DateTimeOffset start,
        bool heartRate = true,
        string title = "Run",
        bool nap = false,
        int minutes = 30,
        string type = "running"
    )
    {
        Workouts[id] = JsonSerializer.Serialize(
            new
            {
                id,
                start,
                title,
                nap,
                minutes,
                type,
            }
        );
        if (heartRate)
        {
            Samples.AddRange(Enumerable.Range(0, 7).Select(i => new HeartRateSample(start.AddMinutes(i * 5), 120 + i, "workout")));
        }
    }

    public Grant NextGrant(TimeProvider time)
    {
        Time = time;
        return new(NextPair(), Account, Scopes);
    }

    public Activity? Map(SourceDocument document)
    {
        var json = JsonDocument.Parse(document.Json).RootElement;
        if (!json.TryGetProperty("start", out var text))
        {
            throw new UnreadableDocumentException("The document has no start.");
        }

        var start = text.GetDateTimeOffset();
        return json.GetProperty("nap").GetBoolean()
            ? null
            : new Activity
            {
                Source = "fake",
                ExternalId = document.ObjectId,
                Title = json.GetProperty("title").GetString()!,
                Type = Sports.FindKind(json.GetProperty("type").GetString()!)!,
                StartTime = start,
                EndTime = start.AddMinutes(json.GetProperty("minutes").GetInt32()),
            };
    }

    public Uri AuthorizeUrl(AuthorizeRequest request) =>
        new($"https://fake.example/authorize?state={request.State}&also={string.Join(",", request.AlsoScopes)}");

    public CallbackReading ReadCallback(IReadOnlyDictionary<string, string> query) =>
        query.TryGetValue("code", out var code) ? new CallbackReading.Code(code, null) : new CallbackReading.Refused("You said no.");

    public async Task<Grant> ExchangeAsync(
        string code,
        string codeVerifier,
        Uri redirectUri,
        string? redirectScopes,
        CancellationToken cancellationToken
    )
    {
        await AskAsync("exchange", null);
        return new(NextPair(), Account, ["workout"]);
    }

    public async Task<TokenPair> RefreshAsync(Secret refreshToken, CancellationToken cancellationToken)
    {
        await AskAsync("refresh", refreshToken);
        cancellationToken.ThrowIfCancellationRequested();
        return NextPair();
    }

    public async Task<AccessCheck> CheckAccessAsync(Secret accessToken, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync("check", accessToken);
            return new AccessCheck.Accepted(Account, "A permission is missing.");
        }
        catch (UnauthorizedException exception)
        {
            return new AccessCheck.Refused(exception.Message);
        }
    }

    public Task RevokeAsync(TokenPair tokens, CancellationToken cancellationToken) => AskAsync("revoke", tokens.AccessToken);

    public async IAsyncEnumerable<SourceDocument> ListWorkoutsAsync(
        DateOnly from,
        DateOnly to,
        Secret accessToken,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Ranges.Add((from, to));
        await AskAsync("list", accessToken);
        foreach (var (id, json) in Workouts.Where(pair => !Unlisted.Contains(pair.Key) && IsIn(pair.Value, from, to)))
        {
            yield return new(id, json);
        }
    }

    public async Task<SourceDocument?> FetchWorkoutAsync(string objectId, Secret accessToken, CancellationToken cancellationToken)
    {
        var answer = Workouts.GetValueOrDefault(objectId);
        await AskAsync("workout", accessToken);
        return answer is null ? null : new(objectId, answer);
    }

    public async Task<IReadOnlyList<HeartRateSample>> FetchHeartRateAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        Secret accessToken,
        CancellationToken cancellationToken
    )
    {
        await AskAsync("heart rate", accessToken);
        return [.. Samples.Where(sample => sample.Time >= from && sample.Time <= to)];
    }

    public WebhookReading ReadWebhook(WebhookRequest request) => new WebhookReading.Rejected("Not here.");

    public string? AnswerChallenge(IReadOnlyDictionary<string, string> query) => null;

    public bool WantsWebhooks(bool hasPublicUrl) => hasPublicUrl;

    public async Task<DateTimeOffset?> FetchLastDataAsync(Secret accessToken, CancellationToken cancellationToken)
    {
        await AskAsync("last data", accessToken);
        return Samples.Count == 0 ? null : Samples.Max(sample => sample.Time);
    }

    public async Task<SubscriptionStatus> EnsureSubscriptionsAsync(Uri callbackUrl, bool withSessions, CancellationToken cancellationToken)
    {
        await AskAsync(withSessions ? "subscribe with sessions" : "subscribe", null);
        return new(Time.GetUtcNow().AddDays(30), Time.GetUtcNow().AddDays(60), 3, 0);
    }

    public Task RemoveSubscriptionsAsync(Uri callbackUrl, CancellationToken cancellationToken) => AskAsync("unsubscribe", null);

    // What cannot be read is in every list.
    private static bool IsIn(string json, DateOnly from, DateOnly to) =>
        !JsonDocument.Parse(json).RootElement.TryGetProperty("start", out var start)
        || (DateOnly.FromDateTime(start.GetDateTimeOffset().DateTime) is var day && day >= from && day <= to);

    private TokenPair NextPair()
    {
        var number = ++_pair;
        return new(new($"access-{number}"), new($"refresh-{number}"), Time.GetUtcNow() + TokenLifetime);
    }

    private Task AskAsync(string what, Secret? token)
    {
        Asked.Add(what);
        return Before(what, token);
    }
}

internal sealed record NoSettings;

/// <summary>A booster that does what the test says.</summary>
internal sealed class FakeBooster : Booster<NoSettings>
{
    public Func<BoosterInput, Boost> Does { get; set; } = input => new Boost.Applied(input.Activity, "A section.", []);

    public BoosterNeeds Wants { get; set; } = BoosterNeeds.Nothing;

    public Tier Tier { get; set; }

    public override BoosterInfo Info => new("fake", "Fake", Tier, "A booster of the tests.");

    protected override BoosterNeeds Needs(NoSettings settings) => Wants;

    protected override Boost Apply(BoosterInput input, NoSettings settings) => Does(input);
}
