using FitGlue.Core.Athletes;
using FitGlue.Engine.History;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Athletes;

/// <summary>Whose body it is: what the person typed before what a source says.</summary>
public sealed class AthleteStore(Database database, Hints hints, TimeProvider time)
{
    /// <summary>What each place says, the person's own first.</summary>
    public async Task<IReadOnlyList<AthleteRow>> ReadAllAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return await db
            .Athletes.AsNoTracking()
            .Where(row => row.UserId == userId)
            .OrderBy(row => row.Source)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The first that is known of each.</summary>
    public async Task<Athlete> ReadAsync(Guid userId, CancellationToken cancellationToken) =>
        (await ReadAllAsync(userId, cancellationToken)).Select(row => row.ToAthlete()).Aggregate(Athlete.Unknown, Over);

    /// <summary>What the person typed; null takes a figure back. What boosters said with other figures is put right.</summary>
    public async Task SaveAsync(Guid userId, Athlete typed, CancellationToken cancellationToken)
    {
        await database.WriteAsync(db => SaveAsync(db, userId, AthleteRow.Typed, typed, cancellationToken), cancellationToken);
        hints.Athlete(userId);
    }

    internal async Task SaveAsync(FitGlueDb db, Guid userId, string source, Athlete athlete, CancellationToken cancellationToken)
    {
        var row = await db.Athletes.FirstOrDefaultAsync(row => row.UserId == userId && row.Source == source, cancellationToken);
        if ((row?.ToAthlete() ?? Athlete.Unknown) == athlete)
        {
            return;
        }

        var now = time.GetUtcNow();
        row ??= db
            .Athletes.Add(
                new()
                {
                    UserId = userId,
                    Source = source,
                    ChangedAt = now,
                }
            )
            .Entity;
        row.Take(athlete, now);
        await Outdating.MarkAsync(db, userId, DateTimeOffset.MinValue, cancellationToken);
    }

    private static Athlete Over(Athlete first, Athlete second) =>
        new()
        {
            BirthYear = first.BirthYear ?? second.BirthYear,
            Sex = first.Sex ?? second.Sex,
            MaxHeartRate = first.MaxHeartRate ?? second.MaxHeartRate,
            RestingHeartRate = first.RestingHeartRate ?? second.RestingHeartRate,
            WeightKg = first.WeightKg ?? second.WeightKg,
        };
}
