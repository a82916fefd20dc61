using System.ComponentModel.DataAnnotations;
using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Boosters;
using FitGlue.Core.Days;
using FitGlue.Engine.Athletes;
using FitGlue.Engine.Days;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.History;
using FitGlue.Engine.Storage;
using Microsoft.Extensions.Options;

namespace FitGlue.Engine.Runs;

/// <summary>Fetches what the boosters of a pipeline need, before the first of them is asked.</summary>
public sealed class Preparing(
    Database database,
    Registry registry,
    HistoryStore history,
    DayStore days,
    AthleteStore athletes,
    Numbers numbers,
    Asking asking,
    OtherHeartRates otherHeartRates,
    PublicPages pages,
    Boosting boosting,
    IOptions<EngineOptions> options
)
{
    private static readonly Boost NotAsked = new Boost.Skipped("You were not asked: this run sends the workout nowhere new.");

    /// <param name="trial">Null: in earnest. In a trial nothing is stored, asked or fetched; what is there has to do.</param>
    /// <param name="mayAsk">Whether the person may be asked what they were not asked yet.</param>
    public async Task<Prepared> PrepareAsync(
        RunSubject subject,
        Activity activity,
        Pipeline pipeline,
        Trial? trial,
        bool mayAsk,
        CancellationToken cancellationToken
    )
    {
        var all = pipeline.Boosters.Select(NeedsOf).ToList();
        var skipped = SkippedOf(activity.Type, all);
        var needs = all.Select((need, step) => skipped.ContainsKey(step) ? BoosterNeeds.Nothing : need).ToList();
        var readsHistory = needs.Exists(need => need.HistoryDays is not null || need.DayRecordDays > 0 || need.ReadsAthlete);
        var prepared = new Prepared
        {
            ReadsHistory = readsHistory,
            HistoryVersion = readsHistory ? await VersionAsync(subject.UserId, cancellationToken) : 0,
            Athlete = needs.Exists(need => need.ReadsAthlete)
                ? await athletes.ReadAsync(subject.UserId, cancellationToken)
                : Athlete.Unknown,
            Page = needs.Exists(need => need.Page) ? await PageAsync(subject, pipeline, trial is null, cancellationToken) : null,
        };
        var questioned = await asking.FindAsync(subject, needs, cancellationToken);
        var instead = trial is null
            ? await asking.WaitingAsync(subject, activity, needs, questioned, cancellationToken)
            : await asking.UntriedAsync(
                subject,
                activity,
                needs,
                questioned,
                prepared.Page is null && CanPublish(pipeline),
                cancellationToken
            );
        prepared = prepared with
        {
            History = await HistoryAsync(subject.UserId, activity, needs, cancellationToken),
            Days = await DaysAsync(subject.UserId, activity, needs.Max(need => (int?)need.DayRecordDays) ?? 0, cancellationToken),
            OtherHeartRate = await otherHeartRates.ReadAsync(subject, activity, needs, cancellationToken),
            Answers = questioned.ToDictionary(asked => asked.Key, asked => asked.Value?.Answer),
            Instead = instead.Concat(skipped).ToDictionary(),
        };
        if (trial is null && questioned.ContainsValue(null))
        {
            var asked = mayAsk
                ? await asking.AskAsync(subject, needs, questioned, Reached(activity, pipeline, prepared), cancellationToken)
                : questioned.Where(one => one.Value is null).ToDictionary(one => one.Key, _ => NotAsked);
            prepared = prepared with { Instead = prepared.Instead.Concat(asked).ToDictionary() };
        }

        return prepared with
        {
            Numbers = await NumbersAsync(subject, activity, pipeline.Boosters, needs, prepared, trial, cancellationToken),
        };
    }

    // Of what a filter leaves out, and what goes nowhere, nobody is asked.
    private int Reached(Activity activity, Pipeline pipeline, Prepared prepared) =>
        boosting.Run(activity, pipeline.Boosters, prepared).Boosters.Count;

    /// <summary>Nothing, where the settings cannot be read: the booster itself says so when it is asked.</summary>
    public BoosterNeeds NeedsOf(BoosterStep step)
    {
        try
        {
            return registry.Boosters.GetValueOrDefault(step.Type) is { } booster
                ? booster.Needs(booster.Settings.Read(step.Settings))
                : BoosterNeeds.Nothing;
        }
        catch (ValidationException)
        {
            return BoosterNeeds.Nothing;
        }
    }

    // By the kind that the source gave it: what a step before makes of it changes nothing in what the history is.
    private static Dictionary<int, Boost> SkippedOf(Sport type, IReadOnlyList<BoosterNeeds> needs) =>
        type.IsWorkout
            ? []
            : needs
                .Index()
                .Where(need => need.Item.HistoryDays is not null)
                .ToDictionary(
                    need => need.Index,
                    Boost (_) =>
                        new Boost.Skipped($"It is a session ({type.Name.ToLowerInvariant()}), not a workout: it counts in no history.")
                );

    // That of the person's own pages wants a sign-in: it is nothing to publish.
    private async Task<Uri?> PageAsync(RunSubject subject, Pipeline pipeline, bool keeps, CancellationToken cancellationToken) =>
        options.Value.PublicUrl is { } address
        && CanPublish(pipeline)
        && await pages.PathAsync(subject, keeps, cancellationToken) is { } path
            ? new Uri(address, path)
            : null;

    private bool CanPublish(Pipeline pipeline) =>
        options.Value.PublicUrl is not null
        && pipeline.Targets.Any(entry => registry.Targets.GetValueOrDefault(entry.Type)?.Info.IsPublicPage is true);

    private async Task<long> VersionAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await Outdating.VersionAsync(db, userId, cancellationToken);
    }

    private async Task<IReadOnlyList<Activity>> HistoryAsync(
        Guid userId,
        Activity activity,
        IReadOnlyList<BoosterNeeds> needs,
        CancellationToken cancellationToken
    )
    {
        if (needs.Max(need => need.HistoryDays) is not { } all)
        {
            return [];
        }

        // Whoever looks back for years seldom looks at heart rate.
        var near = needs.Where(need => need.HistoryHeartRate).Max(need => need.HistoryDays);
        return await history.BeforeAsync(
            userId,
            activity,
            Prepared.FirstDay(activity, all),
            near is { } days ? Prepared.FirstDay(activity, days) : null,
            cancellationToken
        );
    }

    private async Task<IReadOnlyList<DayRecord>> DaysAsync(Guid userId, Activity activity, int count, CancellationToken cancellationToken)
    {
        var records = new List<DayRecord>();
        foreach (var kind in count == 0 ? [] : Enum.GetValues<DayRecordKind>())
        {
            var first = Prepared.FirstDay(activity, count - 1);
            records.AddRange(await days.ReadAsync(userId, kind, first, activity.LocalDate, cancellationToken));
        }

        return [.. records.OrderBy(record => record.Day)];
    }

    // The boosters are asked with the number that it would be: a workout that one of them leaves out takes none.
    private async Task<IReadOnlyDictionary<string, int>> NumbersAsync(
        RunSubject subject,
        Activity activity,
        IReadOnlyList<BoosterStep> steps,
        IReadOnlyList<BoosterNeeds> needs,
        Prepared prepared,
        Trial? trial,
        CancellationToken cancellationToken
    )
    {
        var (given, next) = await numbers.LookAsync(
            subject,
            [.. needs.Select(need => need.Counter).OfType<string>().Distinct(StringComparer.Ordinal)],
            cancellationToken
        );
        if (next.Count == 0)
        {
            return given;
        }

        var run = boosting.Run(activity, steps, prepared with { Numbers = given.Concat(next).ToDictionary() });
        if (run is { Halted: not null } or { Waiting: not null })
        {
            return given;
        }

        foreach (var counter in next.Keys.Where(counter => run.Boosters.Zip(needs).Any(step => Takes(step.First, step.Second, counter))))
        {
            given[counter] = trial is null
                ? await numbers.GiveAsync(subject, counter, cancellationToken)
                : next[counter] + trial.Taken(counter);
            trial?.Take(counter);
        }

        return given;
    }

    private static bool Takes(BoosterReport report, BoosterNeeds needs, string counter) =>
        needs.Counter == counter && report.State == "applied";
}
