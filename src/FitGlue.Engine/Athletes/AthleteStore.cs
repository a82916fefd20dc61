using FitGlue.Core.Athletes;
using FitGlue.Core.Sources;
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
        Merged(await ReadAllAsync(userId, cancellationToken));

    /// <summary>What the person typed; null takes a figure back. What boosters said with other figures is put right.</summary>
    public async Task SaveAsync(Guid userId, Athlete typed, CancellationToken cancellationToken)
    {
        await database.WriteAsync(db => SaveAsync(db, userId, AthleteRow.Typed, _ => typed, cancellationToken), cancellationToken);
        hints.Athlete(userId);
    }

    /// <summary>What a source says now; it takes the place of what it said before.</summary>
    internal Task SaveAsync(FitGlueDb db, Guid userId, string source, AthleteReading reading, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return SaveAsync(
            db,
            userId,
            source,
            before =>
                new()
                {
                    BirthYear = reading.Age is { } age ? BirthYears.OfAge(age, today, before.BirthYear) : null,
                    Sex = reading.Sex,
                    WeightKg = reading.WeightKg,
                },
            cancellationToken
        );
    }

    /// <summary>The source no longer says anything of the person: it was disconnected, or may not.</summary>
    internal static async Task ForgetAsync(FitGlueDb db, Guid userId, string source, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(db, userId, cancellationToken);
        if (rows.Find(row => row.Source == source) is { } gone)
        {
            db.Athletes.Remove(gone);
            await OutdateAsync(db, userId, Merged(rows), Merged(rows.Where(row => row != gone)), cancellationToken);
        }
    }

    private async Task SaveAsync(
        FitGlueDb db,
        Guid userId,
        string source,
        Func<Athlete, Athlete> change,
        CancellationToken cancellationToken
    )
    {
        var rows = await RowsAsync(db, userId, cancellationToken);
        var row = rows.Find(row => row.Source == source);
        var (before, known) = (Merged(rows), row?.ToAthlete() ?? Athlete.Unknown);
        if (change(known) is var athlete && athlete == known)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (row is null)
        {
            row = new()
            {
                UserId = userId,
                Source = source,
                ChangedAt = now,
            };
            db.Athletes.Add(row);
            rows.Add(row);
        }

        row.Take(athlete, now);
        await OutdateAsync(db, userId, before, Merged(rows), cancellationToken);
    }

    // A source may say something else than before, and nobody hears it: what the person typed counts.
    private static Task OutdateAsync(FitGlueDb db, Guid userId, Athlete before, Athlete after, CancellationToken cancellationToken) =>
        before == after ? Task.CompletedTask : Outdating.MarkAsync(db, userId, DateTimeOffset.MinValue, cancellationToken);

    private static Task<List<AthleteRow>> RowsAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken) =>
        db.Athletes.Where(row => row.UserId == userId).ToListAsync(cancellationToken);

    // The person stands for the empty name, which comes first.
    private static Athlete Merged(IEnumerable<AthleteRow> rows) =>
        rows.OrderBy(row => row.Source, StringComparer.Ordinal).Select(row => row.ToAthlete()).Aggregate(Athlete.Unknown, Over);

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
