using System.Runtime.CompilerServices;
using System.Text.Json;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Days;
using FitGlue.Core.Settings;
using FitGlue.Core.Sources;

namespace FitGlue.Tests.Engine;

/// <summary>Records of days, whose body it is, sessions, and rules that hold workouts back.</summary>
internal sealed partial class FakeSource : IDayRecordSource, IAthleteSource, ISessionSource
{
    /// <summary>What it has of days, by kind and id.</summary>
    public Dictionary<(DayRecordKind Kind, string Id), (DateOnly Day, int Score)> Days { get; } = [];

    public IReadOnlyDictionary<DayRecordKind, string> DayRecordScopes { get; } =
        new Dictionary<DayRecordKind, string>
        {
            [DayRecordKind.Readiness] = "days",
            [DayRecordKind.Movement] = "days",
            [DayRecordKind.Sleep] = "sleep",
        };

    public string AthleteScope => "athlete";

    /// <summary>What it says of the person.</summary>
    public AthleteReading Athlete { get; set; } = new(null, null, null);

    public SettingsShape Settings { get; } = SettingsShape.Of<FakeFilter>();

    public async IAsyncEnumerable<DayDocument> ListDaysAsync(
        DayRecordKind kind,
        DateOnly from,
        DateOnly to,
        Secret accessToken,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await AskAsync($"days {kind}", accessToken);
        foreach (var ((_, id), (day, score)) in Days.Where(pair => pair.Key.Kind == kind && pair.Value.Day >= from && pair.Value.Day <= to))
        {
            yield return new(id, day, $"{day:O} {score}");
        }
    }

    public async Task<AthleteReading> FetchAthleteAsync(Secret accessToken, CancellationToken cancellationToken)
    {
        await AskAsync("athlete", accessToken);
        return Athlete;
    }

    public DayRecord? ReadDay(DayRecordKind kind, string json) =>
        json.Split(' ') is [var day, var score] && DateOnly.TryParse(day, out var date)
            ? new DayRecord.Readiness(date, int.Parse(score), null)
            : null;

    /// <summary>Sessions by id, as the source has them.</summary>
    public Dictionary<string, string> Sessions { get; } = [];

    public ScopeInfo SessionScope { get; } = new("session", "Sessions.", false, ScopeUse.Sessions) { Without = "Without it none comes." };

    public string SessionPrefix => "session-";

    /// <summary>Puts a session there, with a sample every minute; a rate of 0 is a hole.</summary>
    public string PutSession(string name, DateTimeOffset start, string kind = "calm", params int[] bpm)
    {
        var id = SessionPrefix + name;
        Sessions[id] = JsonSerializer.Serialize(
            new
            {
                start,
                title = name,
                kind,
                bpm,
                nap = false,
                minutes = 30,
                type = "meditation",
            }
        );
        return id;
    }

    public IReadOnlyCollection<string> SessionKinds(object settings) =>
        ((FakeFilter)settings).Sessions.Split(',', StringSplitOptions.RemoveEmptyEntries);

    public string? SessionKind(SourceDocument document) =>
        JsonDocument.Parse(document.Json).RootElement.TryGetProperty("kind", out var kind) ? kind.GetString() : null;

    public IReadOnlyList<HeartRateSample> SessionHeartRate(SourceDocument document)
    {
        var json = JsonDocument.Parse(document.Json).RootElement;
        var start = json.GetProperty("start").GetDateTimeOffset();
        return
        [
            .. json.GetProperty("bpm")
                .EnumerateArray()
                .Select((bpm, i) => new HeartRateSample(start.AddMinutes(i), bpm.GetInt32(), "session"))
                .Where(sample => sample.Bpm > 0),
        ];
    }

    public async IAsyncEnumerable<SourceDocument> ListSessionsAsync(
        DateOnly from,
        DateOnly to,
        Secret accessToken,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await AskAsync("sessions", accessToken);
        foreach (var (id, json) in Sessions.Where(pair => IsIn(pair.Value, from, to)))
        {
            yield return new(id, json);
        }
    }

    public async Task<SourceDocument?> FetchSessionAsync(string objectId, Secret accessToken, CancellationToken cancellationToken)
    {
        var answer = Sessions.GetValueOrDefault(objectId);
        await AskAsync("session", accessToken);
        return answer is null ? null : new(objectId, answer);
    }

    public string? HeldBackBy(Activity activity, object settings) =>
        activity.Elapsed < TimeSpan.FromMinutes(((FakeFilter)settings).MinimumMinutes)
            ? $"shorter than {((FakeFilter)settings).MinimumMinutes} minutes"
            : null;
}

internal sealed record FakeFilter
{
    [System.ComponentModel.DataAnnotations.Range(0, 600)]
    public int MinimumMinutes { get; set; }

    public string Sessions { get; set; } = "";
}
