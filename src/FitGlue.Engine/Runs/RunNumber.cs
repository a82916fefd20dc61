using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Runs;

/// <summary>The number of an activity in a counter: given once, kept for ever.</summary>
public sealed class RunNumber
{
    public required Guid UserId { get; init; }
    public required string Counter { get; init; }
    public required Guid ActivityId { get; init; }
    public required int Number { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<RunNumber>
    {
        public void Configure(EntityTypeBuilder<RunNumber> builder)
        {
            builder.ToTable("numbers");
            builder.HasKey(row => new
            {
                row.UserId,
                row.Counter,
                row.ActivityId,
            });
            builder
                .HasIndex(row => new
                {
                    row.UserId,
                    row.Counter,
                    row.Number,
                })
                .IsUnique();
            builder.HasOne<ActivityRow>().WithMany().HasForeignKey(row => row.ActivityId);
        }
    }
}

/// <summary>Gives numbers.</summary>
public sealed class Numbers(Database database)
{
    /// <returns>By counter: what the activity has, and what it would get where it has none.</returns>
    internal async Task<(Dictionary<string, int> Known, Dictionary<string, int> Next)> LookAsync(
        RunSubject subject,
        IReadOnlyList<string> counters,
        CancellationToken cancellationToken
    )
    {
        var (known, next) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        await using var db = await database.OpenAsync(cancellationToken);
        foreach (var counter in counters)
        {
            if (await KnownAsync(db, subject, counter, cancellationToken) is { } number)
            {
                known[counter] = number;
            }
            else
            {
                next[counter] = await NextAsync(db, subject.UserId, counter, cancellationToken);
            }
        }

        return (known, next);
    }

    /// <summary>Once: whoever asks again gets the same.</summary>
    internal Task<int> GiveAsync(RunSubject subject, string counter, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                if (await KnownAsync(db, subject, counter, cancellationToken) is { } known)
                {
                    return known;
                }

                var number = await NextAsync(db, subject.UserId, counter, cancellationToken);
                db.Numbers.Add(
                    new()
                    {
                        UserId = subject.UserId,
                        Counter = counter,
                        ActivityId = subject.ActivityId,
                        Number = number,
                    }
                );
                return number;
            },
            cancellationToken
        );

    private static Task<int?> KnownAsync(FitGlueDb db, RunSubject subject, string counter, CancellationToken cancellationToken) =>
        db
            .Numbers.Where(row => row.UserId == subject.UserId && row.Counter == counter && row.ActivityId == subject.ActivityId)
            .Select(row => (int?)row.Number)
            .FirstOrDefaultAsync(cancellationToken);

    private static async Task<int> NextAsync(FitGlueDb db, Guid userId, string counter, CancellationToken cancellationToken) =>
        1
        + (
            await db
                .Numbers.Where(row => row.UserId == userId && row.Counter == counter)
                .MaxAsync(row => (int?)row.Number, cancellationToken)
            ?? 0
        );
}
