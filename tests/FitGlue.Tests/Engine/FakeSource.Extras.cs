using System.Runtime.CompilerServices;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Days;
using FitGlue.Core.Settings;
using FitGlue.Core.Sources;

namespace FitGlue.Tests.Engine;

/// <summary>Records of days, whose body it is, and rules that hold workouts back.</summary>
internal sealed partial class FakeSource : IDayRecordSource, IAthleteSource, IFilteringSource
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

    public string? HeldBackBy(Activity activity, object settings) =>
        activity.Elapsed < TimeSpan.FromMinutes(((FakeFilter)settings).MinimumMinutes)
            ? $"shorter than {((FakeFilter)settings).MinimumMinutes} minutes"
            : null;
}

internal sealed record FakeFilter
{
    [System.ComponentModel.DataAnnotations.Range(0, 600)]
    public int MinimumMinutes { get; set; }
}
