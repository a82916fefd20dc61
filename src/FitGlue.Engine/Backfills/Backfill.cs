using FitGlue.Engine.Connections;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Backfills;

/// <summary>Fetches the workouts of a range of days, years if need be, slice by slice; its row is its cursor.</summary>
public sealed class Backfill : WorkRow
{
    /// <summary>Said of one that the person ended.</summary>
    public const string Canceled = "Canceled.";

    internal const string GoesOn = "Goes on.";

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }

    /// <summary>Only counts: how many workouts, how many requests, how long.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Places that get what it finds (<c>TargetEntry.Place</c>); none: nothing is delivered.</summary>
    public IReadOnlyList<string> DeliverTo { get; init; } = [];

    /// <summary>Set by the person; nothing is fetched until it is taken away.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>Days from it on are listed; newest first. Null: none is yet.</summary>
    public DateOnly? DoneFrom { get; set; }

    /// <summary>Workouts that the source lists in the days done.</summary>
    public int Listed { get; set; }

    /// <summary>Of those, new or changed here.</summary>
    public int Imported { get; set; }

    /// <summary>Requests made so far.</summary>
    public int Requests { get; set; }

    /// <summary>Of a dry run: the requests that fetching would take.</summary>
    public int RequestsNeeded { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    public override string Stage => "backfill";

    // An outage of any length only delays it.
    public override bool GivesUp => false;

    internal sealed class Configuration : IEntityTypeConfiguration<Backfill>
    {
        public void Configure(EntityTypeBuilder<Backfill> builder)
        {
            builder.ToTable("backfills");
            WorkRow.Configure(builder);
            builder.PrimitiveCollection(backfill => backfill.DeliverTo);
            builder.HasIndex(backfill => backfill.ConnectionId);
            builder.HasOne<Connection>().WithMany().HasForeignKey(backfill => backfill.ConnectionId);
        }
    }
}
