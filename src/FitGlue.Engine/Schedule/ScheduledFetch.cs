using FitGlue.Core;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Schedule;

public enum FetchKind
{
    /// <summary>List the workouts of a range of days.</summary>
    Import,

    /// <summary>A listed workout whose heart rate is to be fetched for the first time.</summary>
    Listed,

    /// <summary>List the last days again, for ever: completeness comes from this, webhooks bring freshness.</summary>
    Reconcile,

    /// <summary>Ask again for heart rate that had not arrived.</summary>
    Settle,

    /// <summary>List the day records of the last 30 days again, for ever.</summary>
    Days,

    /// <summary>Fetch a workout again whose stored documents were damaged.</summary>
    Repair,

    /// <summary>The heart rate of a time in which another source has an activity.</summary>
    Window,

    /// <summary>Ask whose body it is, for ever.</summary>
    Athlete,
}

/// <summary>Something to fetch from a source that no webhook announced.</summary>
public sealed class ScheduledFetch : WorkRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public override string Stage => StageOf(Kind);
    public required Guid ConnectionId { get; init; }
    public required FetchKind Kind { get; init; }

    /// <summary>First day of an import.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day of an import.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The source's id of the workout, where it is about one.</summary>
    public string? ObjectId { get; init; }

    /// <summary>Start of the workout, so that the newest is fetched first.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>The listed document, compressed, until it is saved with its heart rate.</summary>
    public byte[]? Payload { get; set; }
    public DateTimeOffset? PayloadRequestedAt { get; init; }

    public override bool GivesUp => Kind is not (FetchKind.Reconcile or FetchKind.Days or FetchKind.Athlete);

    /// <summary>Of what is asked for ever: when it is asked again, whatever came of it this time.</summary>
    /// <param name="why">Said while nothing is amiss.</param>
    /// <param name="jitter">0…1, so that a thousand rows do not come back together.</param>
    internal Fate Again(TimeSpan every, ServiceException? fault, string why, DateTimeOffset now, double jitter)
    {
        if (fault is null or LimitedException or RejectedException)
        {
            Attempt = 0;
            return new Fate.Snoozed(now + every * (1 + jitter / 10), fault?.Message ?? why);
        }

        return Fate.Of(fault, Math.Min(Attempt, Fate.LastRetry), now, jitter);
    }

    /// <summary>What listed it, where it is a listed workout.</summary>
    public Finding? FoundBy { get; init; }

    /// <summary>The backfill that it belongs to, if any.</summary>
    public Guid? BackfillId { get; set; }

    /// <summary>Of a look at the last days: when it first found what no webhook had told, until one tells again.</summary>
    public DateTimeOffset? MissedSince { get; set; }

    internal static string StageOf(FetchKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Which wait of the settle schedule comes next.</summary>
    public int Step { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ScheduledFetch>
    {
        public void Configure(EntityTypeBuilder<ScheduledFetch> builder)
        {
            builder.ToTable("schedule");
            WorkRow.Configure(builder);
            builder.Property(fetch => fetch.Kind).HasConversion<string>().HasMaxLength(16);
            builder.Property(fetch => fetch.FoundBy).HasConversion<string>().HasMaxLength(16);
            builder.HasIndex(fetch => new { fetch.ConnectionId, fetch.ObjectId });
            builder.HasOne<Connection>().WithMany().HasForeignKey(fetch => fetch.ConnectionId);
        }
    }
}
