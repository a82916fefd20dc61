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
    RunQuestions questions,
    OtherHeartRates otherHeartRates,
    PublicPages pages,
    Boosting boosting,
    IOptions<EngineOptions> options,
    TimeProvider time
)
{
    /// <param name="keeps">False: nothing is stored, asked or fetched; what is there has to do.</param>
    public async Task<Prepared> PrepareAsync(
        RunSubject subject,
        Activity activity,
        Pipeline pipeline,
        bool keeps,
        CancellationToken cancellationToken
    )
    {
        var all = pipeline.Boosters.Select(NeedsOf).ToList();
        var skipped = SkippedOf(activity.Type, all);
        var needs = all.Select((need, step) => skipped.ContainsKey(step) ? BoosterNeeds.Nothing : need).ToList();
        var readsHistory = needs.Exists(need => need.HistoryDays is not null || need.DayRecordDays > 0 || need.ReadsAthlete);
        var prepared = new Prepared
        {
            Skipped = skipped,
            ReadsHistory = readsHistory,
            HistoryVersion = readsHistory ? await VersionAsync(subject.UserId, cancellationToken) : 0,
            Athlete = needs.Exists(need => need.ReadsAthlete)
                ? await athletes.ReadAsync(subject.UserId, cancellationToken)
                : Athlete.Unknown,
            Page = needs.Exists(need => need.Page) ? await PageAsync(subject, pipeline, keeps, cancellationToken) : null,
        };
        var questioned = await QuestionsAsync(subject, needs, keeps, cancellationToken);
        prepared = prepared with
        {
            History = await HistoryAsync(subject.UserId, activity, needs, cancellationToken),
            Days = await DaysAsync(subject.UserId, activity, needs.Max(need => (int?)need.DayRecordDays) ?? 0, cancellationToken),
            OtherHeartRate = await otherHeartRates.ReadAsync(subject, activity, needs, cancellationToken),
            Answers = questioned.ToDictionary(asked => asked.Key, asked => asked.Value?.Answer),
            Waiting = keeps
                ? await WaitingAsync(subject, activity, needs, questioned, cancellationToken)
                : new Dictionary<int, Boost.Waiting>(),
        };
        return prepared with
        {
            Numbers = await NumbersAsync(subject, activity, pipeline.Boosters, needs, prepared, keeps, cancellationToken),
        };
    }

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
    private static Dictionary<int, Boost.Skipped> SkippedOf(Sport type, IReadOnlyList<BoosterNeeds> needs) =>
        type.IsWorkout
            ? []
            : needs
                .Index()
                .Where(need => need.Item.HistoryDays is not null)
                .ToDictionary(
                    need => need.Index,
                    _ => new Boost.Skipped($"It is a session ({type.Name.ToLowerInvariant()}), not a workout: it counts in no history.")
                );

    // That of the person's own pages wants a sign-in: it is nothing to publish.
    private async Task<Uri?> PageAsync(RunSubject subject, Pipeline pipeline, bool keeps, CancellationToken cancellationToken) =>
        options.Value.PublicUrl is { } address
        && pipeline.Targets.Any(entry => registry.Targets.GetValueOrDefault(entry.Type)?.Info.IsPublicPage is true)
        && await pages.PathAsync(subject, keeps, cancellationToken) is { } path
            ? new Uri(address, path)
            : null;

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

    // The boosters are asked with the number that it would be: one that leaves the workout out takes none.
    private async Task<IReadOnlyDictionary<string, int>> NumbersAsync(
        RunSubject subject,
        Activity activity,
        IReadOnlyList<BoosterStep> steps,
        IReadOnlyList<BoosterNeeds> needs,
        Prepared prepared,
        bool keeps,
        CancellationToken cancellationToken
    )
    {
        var (given, trial) = await numbers.LookAsync(
            subject,
            [.. needs.Select(need => need.Counter).OfType<string>().Distinct(StringComparer.Ordinal)],
            cancellationToken
        );
        if (trial.Count == 0)
        {
            return given;
        }

        var reports = boosting.Run(activity, steps, prepared with { Numbers = given.Concat(trial).ToDictionary() }).Boosters;
        foreach (var counter in trial.Keys.Where(counter => reports.Zip(needs).Any(step => Takes(step.First, step.Second, counter))))
        {
            given[counter] = keeps ? await numbers.GiveAsync(subject, counter, cancellationToken) : trial[counter];
        }

        return given;
    }

    private static bool Takes(BoosterReport report, BoosterNeeds needs, string counter) =>
        needs.Counter == counter && report.State == "applied";

    /// <returns>By step; null: nobody has asked yet.</returns>
    private async Task<IReadOnlyDictionary<int, RunQuestion?>> QuestionsAsync(
        RunSubject subject,
        IReadOnlyList<BoosterNeeds> needs,
        bool keeps,
        CancellationToken cancellationToken
    )
    {
        var asked = new Dictionary<int, RunQuestion?>();
        for (var step = 0; step < needs.Count; step++)
        {
            if (needs[step].Question is { } question)
            {
                asked[step] = keeps
                    ? await questions.AskAsync(subject, step, question, cancellationToken)
                    : await questions.FindAsync(subject, step, question.Text, cancellationToken);
            }
        }

        return asked;
    }

    private async Task<IReadOnlyDictionary<int, Boost.Waiting>> WaitingAsync(
        RunSubject subject,
        Activity activity,
        IReadOnlyList<BoosterNeeds> needs,
        IReadOnlyDictionary<int, RunQuestion?> questioned,
        CancellationToken cancellationToken
    )
    {
        var waiting = new Dictionary<int, Boost.Waiting>();
        for (var step = 0; step < needs.Count; step++)
        {
            var reason =
                needs[step].Question is { PublishFirst: false } question ? WaitFor(question, questioned[step])
                : needs[step].HeartRateFrom is { } source ? await otherHeartRates.WaitAsync(subject, activity, source, cancellationToken)
                : null;
            if (reason is not null)
            {
                waiting[step] = reason;
            }
        }

        return waiting;
    }

    private Boost.Waiting? WaitFor(Question question, RunQuestion? asked) =>
        asked is { AnsweredAt: null } && asked.Until > time.GetUtcNow()
            ? new Boost.Waiting(asked.Until, $"Waits for your answer: {question.Text}")
            : null;
}
