using FitGlue.Engine.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Fetch;

public enum ActivityState
{
    /// <summary>Heart rate may still arrive.</summary>
    Provisional,
    Settled,
    Deleted,
}

/// <summary>One workout of one user as its newest revision has it; the columns are what lists need.</summary>
public sealed class ActivityRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required string Source { get; init; }
    public required string ExternalId { get; init; }
    public Guid? ConnectionId { get; set; }

    /// <summary>The backfill that brought it, or that was asked to deliver it; null: it came the ordinary way.</summary>
    public Guid? BackfillId { get; set; }

    /// <summary>The activity that we sent and that has come back as this one; null: it is none of ours.</summary>
    public Guid? EchoOf { get; set; }

    /// <summary>The places that it came through, with a space between; null: straight from its source.</summary>
    public string? Origin { get; set; }
    public int Revision { get; set; }
    public ActivityState State { get; set; }
    public DateTimeOffset StartTime { get; set; }
    public DateTimeOffset EndTime { get; set; }

    /// <summary>The newest revision as the API shows it, heart-rate summary included, samples not.</summary>
    public required string Content { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ActivityRow>
    {
        public void Configure(EntityTypeBuilder<ActivityRow> builder)
        {
            builder.ToTable("activities");
            builder.Property(activity => activity.State).HasConversion<string>().HasMaxLength(16);
            builder
                .HasIndex(activity => new
                {
                    activity.UserId,
                    activity.Source,
                    activity.ExternalId,
                })
                .IsUnique();
            builder.HasIndex(activity => new { activity.UserId, activity.StartTime });
            builder.HasOne<User>().WithMany().HasForeignKey(activity => activity.UserId);
        }
    }
}

/// <summary>One version of an activity: which documents it was made of. Every one is kept.</summary>
public sealed class ActivityRevision
{
    public required Guid ActivityId { get; init; }
    public required int Revision { get; init; }
    public required string Content { get; init; }
    public Guid? HeartRateDocumentId { get; init; }
    public required Guid WorkoutDocumentId { get; init; }

    /// <summary>Why there is this revision, for the person who reads it.</summary>
    public required string Reason { get; init; }

    /// <summary>How we came to know: what reconciling found, webhooks had missed.</summary>
    public required Finding FoundBy { get; init; }

    /// <summary>When the source says that it happened there (the event's time); null where nobody told.</summary>
    public DateTimeOffset? AtSourceAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ActivityRevision>
    {
        public void Configure(EntityTypeBuilder<ActivityRevision> builder)
        {
            builder.ToTable("activity_revisions");
            builder.HasKey(revision => new { revision.ActivityId, revision.Revision });
            builder.Property(revision => revision.FoundBy).HasConversion<string>().HasMaxLength(16).HasDefaultValue(Finding.Import);
            builder.HasOne<ActivityRow>().WithMany().HasForeignKey(revision => revision.ActivityId);
        }
    }
}

public enum Finding
{
    /// <summary>Listed for the first time, or because the person asked; also what is not known of old rows.</summary>
    Import,

    /// <summary>The source called us.</summary>
    Webhook,

    /// <summary>Listed anew on our own schedule.</summary>
    Reconcile,
    Backfill,

    /// <summary>Asked again for heart rate that had not arrived.</summary>
    Settle,

    /// <summary>A person brought the file.</summary>
    Upload,
}

/// <summary>What happened to an activity, from ring to target; only added to.</summary>
public sealed class TimelineEntry
{
    public long Id { get; init; }
    public required Guid ActivityId { get; init; }

    /// <summary>Null where it concerns every run of the activity.</summary>
    public Guid? RunId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string What { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<TimelineEntry>
    {
        public void Configure(EntityTypeBuilder<TimelineEntry> builder)
        {
            builder.ToTable("timeline");
            builder.HasIndex(entry => entry.ActivityId);
        }
    }
}
