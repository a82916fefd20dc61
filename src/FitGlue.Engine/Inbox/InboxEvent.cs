using FitGlue.Core.Sources;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Inbox;

/// <summary>A webhook as it came. Kept for ever: a repeated event meets its own row.</summary>
public sealed class InboxEvent : WorkRow
{
    public long Id { get; init; }
    public override string Stage => "inbox";
    public required string Source { get; init; }
    public required string ExternalUserId { get; init; }
    public required string DataType { get; init; }
    public required string ObjectId { get; init; }
    public required SourceEventType EventType { get; init; }
    public required DateTimeOffset EventTime { get; init; }
    public required byte[] Body { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How often the source did not have what it had announced; null: never yet.</summary>
    public int? Looks { get; set; }

    /// <summary>Null while nobody here has connected that account.</summary>
    public Guid? ConnectionId { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<InboxEvent>
    {
        public void Configure(EntityTypeBuilder<InboxEvent> builder)
        {
            builder.ToTable("inbox");
            WorkRow.Configure(builder);
            builder.Property(e => e.EventType).HasConversion<string>().HasMaxLength(8);
            builder
                .HasIndex(e => new
                {
                    e.Source,
                    e.ExternalUserId,
                    e.DataType,
                    e.ObjectId,
                    e.EventType,
                    e.EventTime,
                })
                .IsUnique();
            builder.HasIndex(e => new { e.ConnectionId, e.State });
        }
    }
}
