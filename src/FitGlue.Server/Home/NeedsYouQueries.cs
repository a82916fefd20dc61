using FitGlue.Core.Matching;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Tiers;
using FitGlue.Engine.Work;
using FitGlue.Server.Connections;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Home;

/// <summary>Something that waits for the person.</summary>
/// <param name="What">What it concerns.</param>
/// <param name="Href">Where it is done.</param>
public sealed record NeedsYou(string What, string Why, string Href, string Action);

/// <summary>Gathers what waits for a person: connections, runs and deliveries.</summary>
public sealed class NeedsYouQueries(Database database, RunQuestions questions, TierGate tiers, TimeProvider time)
{
    private const int Most = 10;

    /// <param name="connections">The user's connections as already read.</param>
    public async Task<IReadOnlyList<NeedsYou>> ListAsync(
        Guid userId,
        IReadOnlyList<ConnectionModel> connections,
        CancellationToken cancellationToken
    )
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return
        [
            .. connections.Where(connection => connection.NeedsYou).Select(OfConnection),
            .. await BlockedAsync(db, userId, cancellationToken),
            .. await QuestionsAsync(db, userId, cancellationToken),
            .. await RunsAsync(db, userId, cancellationToken),
            .. await DeliveriesAsync(db, userId, cancellationToken),
            .. OfFetches(await StuckFetchesAsync(db, userId, cancellationToken)),
        ];
    }

    private static NeedsYou OfConnection(ConnectionModel connection) =>
        new(
            connection.SourceName,
            connection.StateReason ?? "It no longer answers us.",
            "/connections",
            connection.State is HealthState.Reconnect ? "Reconnect" : "Look at it"
        );

    // Once for the pipeline, not for each workout.
    private async Task<IReadOnlyList<NeedsYou>> BlockedAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken)
    {
        var items = new List<NeedsYou>();
        foreach (
            var pipeline in await db
                .Pipelines.AsNoTracking()
                .Where(row => row.UserId == userId && row.Enabled)
                .ToListAsync(cancellationToken)
        )
        {
            if (await tiers.LacksAsync(pipeline, cancellationToken) is { Count: > 0 } lacks)
            {
                items.Add(new(pipeline.Name, $"Blocked. {TierLack.TextOf(lacks)}", $"/pipelines/{pipeline.Id}", "Open the pipeline"));
            }
        }

        return items;
    }

    // Once for all of them: they have pages of their own.
    private async Task<IReadOnlyList<NeedsYou>> QuestionsAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var asked = (await questions.OpenAsync(userId, cancellationToken)).Count(question => question.Until > now);
        var doubtful = await Run.Newest(db)
            .Where(run => run.UserId == userId && run.Outcome == RunOutcome.HeldBack && run.MatchedAs == MatchAction.Ask)
            .Where(run => run.State == WorkState.Done && db.Pipelines.Any(row => row.Id == run.PipelineId && row.Enabled))
            .Where(run => db.Activities.Any(row => row.Id == run.ActivityId && row.State != ActivityState.Deleted))
            .Select(run => run.ActivityId)
            .Distinct()
            .CountAsync(cancellationToken);
        return
        [
            .. Counted(
                asked,
                "question",
                "Your pipelines ask you about workouts, which wait for the answer or are sent anew with it.",
                "/questions",
                "Answer"
            ),
            .. Counted(
                doubtful,
                "workout",
                "It is not plain whether these are records of workouts that are here already: only you know.",
                "/activities/held-back",
                "Say so"
            ),
        ];
    }

    private static IEnumerable<NeedsYou> Counted(int count, string what, string why, string href, string action) =>
        count == 0 ? [] : [new(count == 1 ? $"One {what}" : $"{count} {what}s", why, href, action)];

    // A run that a later one of the same workout and pipeline replaced is history.
    private static async Task<IReadOnlyList<NeedsYou>> RunsAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken)
    {
        var rows = await db
            .Runs.Where(run => run.UserId == userId && (run.State == WorkState.NeedsYou || run.State == WorkState.Dead))
            .Where(run =>
                !db.Runs.Any(later =>
                    later.ActivityId == run.ActivityId && later.PipelineId == run.PipelineId && later.CreatedAt > run.CreatedAt
                )
            )
            .OrderByDescending(run => run.StartTime)
            .Take(Most)
            .Join(
                db.Activities,
                run => run.ActivityId,
                row => row.Id,
                (run, row) =>
                    new
                    {
                        run.Id,
                        run.LastError,
                        row.Content,
                    }
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new NeedsYou(
                TitleOf(row.Content),
                row.LastError ?? "Its run stopped.",
                $"/runs/{row.Id}",
                "Open the run"
            )),
        ];
    }

    private static async Task<IReadOnlyList<NeedsYou>> DeliveriesAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken)
    {
        var rows = await db
            .Deliveries.Where(row => row.UserId == userId && (row.State == WorkState.NeedsYou || row.State == WorkState.Dead))
            .OrderByDescending(row => row.StartTime)
            .Take(Most)
            .Join(
                db.Activities,
                delivery => delivery.ActivityId,
                row => row.Id,
                (delivery, row) =>
                    new
                    {
                        delivery.RunId,
                        delivery.Target,
                        delivery.LastError,
                        row.Content,
                    }
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new NeedsYou(
                $"{TitleOf(row.Content)} → {row.Target}",
                row.LastError ?? "It was not delivered.",
                $"/runs/{row.RunId}",
                "Open the run"
            )),
        ];
    }

    private static async Task<int> StuckFetchesAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken)
    {
        var own = db.Connections.Where(connection => connection.UserId == userId).Select(connection => (Guid?)connection.Id);
        return await db.Inbox.CountAsync(row => row.State == WorkState.Dead && own.Contains(row.ConnectionId), cancellationToken)
            + await db.Schedule.CountAsync(row => row.State == WorkState.Dead && own.Contains(row.ConnectionId), cancellationToken);
    }

    private static IEnumerable<NeedsYou> OfFetches(int count) =>
        count == 0
            ? []
            :
            [
                new(
                    count == 1 ? "One fetch is stuck" : $"{count} fetches are stuck",
                    "They were given up; each says why.",
                    "/dead-letters",
                    "Look at them"
                ),
            ];

    private static string TitleOf(string content) => StoredActivity.Read(content).Title;
}
