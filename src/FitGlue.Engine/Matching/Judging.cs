using FitGlue.Core.Matching;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.History;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Matching;

/// <summary>Shows what records of a person match, and takes the person's word on them.</summary>
public sealed class Judging(
    Database database,
    Registry registry,
    Origins origins,
    Reconsidering reconsidering,
    Hints hints,
    TimeProvider time
)
{
    /// <summary>The records that may be of the same workout, the closest first, those that the person called another workout last.</summary>
    /// <returns>Null: there is no such activity.</returns>
    public async Task<Neighborhood?> AroundAsync(Guid userId, Guid activityId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await FindAsync(db, userId, activityId, cancellationToken) is { } row
            ? await Neighborhood.AroundAsync(db, registry, row, null, cancellationToken)
            : null;
    }

    /// <summary>What stood back on the old word goes through its pipelines again; what was sent stays where it is.</summary>
    /// <param name="ruling">Null takes the person's word back: what is measured counts again.</param>
    /// <returns>False: there is no such pair within a day.</returns>
    public async Task<bool> RuleAsync(Guid userId, Guid one, Guid other, Ruling? ruling, CancellationToken cancellationToken)
    {
        var ruled = await database.WriteAsync(db => RuleAsync(db, userId, one, other, ruling, cancellationToken), cancellationToken);
        hints.Athlete(userId);
        return ruled;
    }

    private async Task<bool> RuleAsync(FitGlueDb db, Guid userId, Guid one, Guid other, Ruling? ruling, CancellationToken cancellationToken)
    {
        if (
            one == other
            || await FindAsync(db, userId, one, cancellationToken) is not { } first
            || await FindAsync(db, userId, other, cancellationToken) is not { } second
            || (first.StartTime - second.StartTime).Duration() > Candidate.Reach
        )
        {
            return false;
        }

        var now = time.GetUtcNow();
        await WriteAsync(db, userId, first, second, ruling, now, cancellationToken);
        foreach (var (row, its) in new[] { (first, second), (second, first) })
        {
            await origins.SetAsync(db, row, cancellationToken);
            await reconsidering.OpenAsync(db, its.Id, cancellationToken);
            db.Timeline.Add(
                new()
                {
                    ActivityId = row.Id,
                    At = now,
                    What = Sentence(ruling, StoredActivity.Read(its.Content)),
                }
            );
        }

        await Outdating.MarkAsync(db, userId, first.StartTime < second.StartTime ? first.StartTime : second.StartTime, cancellationToken);
        return true;
    }

    private static async Task WriteAsync(
        FitGlueDb db,
        Guid userId,
        ActivityRow first,
        ActivityRow second,
        Ruling? ruling,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        string[] keys = [.. new[] { Record.Key(first), Record.Key(second) }.Order(StringComparer.Ordinal)];
        var row = await db.MatchRulings.FindAsync([userId, keys[0], keys[1]], cancellationToken);
        if (ruling is not { } said)
        {
            _ = row is null ? null : db.MatchRulings.Remove(row);
        }
        else if (row is not null)
        {
            (row.Ruling, row.At) = (said, now);
        }
        else
        {
            db.MatchRulings.Add(
                new()
                {
                    UserId = userId,
                    First = keys[0],
                    Second = keys[1],
                    Ruling = said,
                    At = now,
                }
            );
        }

        // The queries that follow look at what the person says now.
        await db.SaveChangesAsync(cancellationToken);
    }

    private static Task<ActivityRow?> FindAsync(FitGlueDb db, Guid userId, Guid id, CancellationToken cancellationToken) =>
        db.Activities.FirstOrDefaultAsync(row => row.Id == id && row.UserId == userId, cancellationToken);

    private static string Sentence(Ruling? ruling, StoredActivity other) =>
        ruling switch
        {
            Ruling.Same => $"You said that it is the same workout as “{other.Title}”",
            Ruling.Different => $"You said that it is another workout than “{other.Title}”",
            _ => $"You took back what you said of it and “{other.Title}”",
        };
}
