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
    /// <param name="keeps">False: says which it would be, and gives none.</param>
    public async Task<int> OfAsync(Guid userId, string counter, Guid activityId, bool keeps, CancellationToken cancellationToken)
    {
        await using var look = await database.OpenAsync(cancellationToken);
        return await KnownAsync(look, userId, counter, activityId, cancellationToken) is { } known ? known
            : keeps ? await database.WriteAsync(db => GiveAsync(db, userId, counter, activityId, cancellationToken), cancellationToken)
            : await NextAsync(look, userId, counter, cancellationToken);
    }

    private static async Task<int> GiveAsync(
        FitGlueDb db,
        Guid userId,
        string counter,
        Guid activityId,
        CancellationToken cancellationToken
    )
    {
        if (await KnownAsync(db, userId, counter, activityId, cancellationToken) is { } known)
        {
            return known;
        }

        var number = await NextAsync(db, userId, counter, cancellationToken);
        db.Numbers.Add(
            new()
            {
                UserId = userId,
                Counter = counter,
                ActivityId = activityId,
                Number = number,
            }
        );
        return number;
    }

    private static Task<int?> KnownAsync(FitGlueDb db, Guid userId, string counter, Guid activityId, CancellationToken cancellationToken) =>
        db
            .Numbers.Where(row => row.UserId == userId && row.Counter == counter && row.ActivityId == activityId)
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
