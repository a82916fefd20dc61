using System.Linq.Expressions;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Deliver;

/// <summary>One activity at one place: created once, afterwards updated.</summary>
public sealed class Delivery : WorkRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public override string Stage => "deliver";
    public required Guid UserId { get; init; }
    public required Guid ActivityId { get; init; }
    public required string Place { get; init; }
    public required string Target { get; init; }

    /// <summary>The newest run that is to be there.</summary>
    public required Guid RunId { get; set; }

    /// <summary>Start of the activity: a place gets them in this order.</summary>
    public required DateTimeOffset StartTime { get; set; }

    /// <summary>The run that is there now; null before the first delivery.</summary>
    public Guid? DeliveredRunId { get; set; }

    /// <summary>The place's own id, kept over updates.</summary>
    public string? ExternalId { get; set; }
    public string? Url { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>When the place was first asked to take it, written down before: from then on it may come back from there.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When the place was asked, or a person, whether it has this already; only after a restore.</summary>
    public DateTimeOffset? ComparedAt { get; set; }

    /// <summary>The place has it, or is about to, or nobody knows; false: it came to nothing.</summary>
    public static Expression<Func<Delivery, bool>> IsOrMayBeThere { get; } =
        row =>
            row.ExternalId != null
            || row.SentAt != null
            || row.ComparedAt != null
            || (row.State != WorkState.Done && row.State != WorkState.Dead);

    /// <summary>The first delivery of an activity to a place, waiting.</summary>
    public static Delivery Of(Run run, TargetEntry target, DateTimeOffset now) =>
        new()
        {
            UserId = run.UserId,
            ActivityId = run.ActivityId,
            Place = target.Place,
            Target = target.Type,
            RunId = run.Id,
            StartTime = run.StartTime,
            NextAttemptAt = now,
        };

    internal sealed class Configuration : IEntityTypeConfiguration<Delivery>
    {
        public void Configure(EntityTypeBuilder<Delivery> builder)
        {
            builder.ToTable("deliveries");
            WorkRow.Configure(builder);
            builder.HasIndex(delivery => new { delivery.ActivityId, delivery.Place }).IsUnique();
            builder.HasIndex(delivery => new { delivery.Place, delivery.State });
            builder.HasIndex(delivery => delivery.RunId);
            builder.HasOne<ActivityRow>().WithMany().HasForeignKey(delivery => delivery.ActivityId);
        }
    }
}

/// <summary>A page that whoever has its address can read.</summary>
public sealed class PublicPage
{
    public const string Unpublished = "";

    /// <summary>Unguessable: 128 random bits.</summary>
    public required string Token { get; init; }
    public required Guid ActivityId { get; init; }
    public required Guid UserId { get; init; }
    public required int Revision { get; set; }

    /// <summary>The activity as it was published; <see cref="Unpublished"/> while only its address is set aside.</summary>
    public required string Content { get; set; }
    public required DateTimeOffset PublishedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<PublicPage>
    {
        public void Configure(EntityTypeBuilder<PublicPage> builder)
        {
            builder.ToTable("public_pages");
            builder.HasKey(page => page.Token);
            builder.HasIndex(page => page.ActivityId).IsUnique();
            builder.HasOne<ActivityRow>().WithMany().HasForeignKey(page => page.ActivityId);
        }
    }
}
