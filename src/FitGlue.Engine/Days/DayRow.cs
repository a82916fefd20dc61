using FitGlue.Core.Days;
using FitGlue.Engine.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Days;

/// <summary>A record of a day as the source has it now: context, so that only the newest version is kept.</summary>
public sealed class DayRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required string Source { get; init; }
    public required DayRecordKind Kind { get; init; }
    public required string ObjectId { get; init; }
    public required DateOnly Day { get; set; }

    /// <summary>SHA-256 of the content before compression, lower-case hex.</summary>
    public required string Hash { get; set; }

    /// <summary>Compressed, as documents are.</summary>
    public required byte[] Content { get; set; }

    /// <summary>When the request began: an answer to an older request never replaces a newer one.</summary>
    public required DateTimeOffset RequestedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<DayRow>
    {
        public void Configure(EntityTypeBuilder<DayRow> builder)
        {
            builder.ToTable("day_records");
            builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(16);
            builder
                .HasIndex(row => new
                {
                    row.UserId,
                    row.Source,
                    row.Kind,
                    row.ObjectId,
                })
                .IsUnique();
            builder.HasIndex(row => new
            {
                row.UserId,
                row.Kind,
                row.Day,
            });
            builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
        }
    }
}
