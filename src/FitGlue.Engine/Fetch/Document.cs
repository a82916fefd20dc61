using FitGlue.Engine.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Fetch;

public enum DocumentKind
{
    Workout,
    HeartRate,

    /// <summary>The bytes of a file that a person brought. Several activities may be of one.</summary>
    File,
}

/// <summary>One version of what a source answered, untouched; a change makes a new row.</summary>
public sealed class Document
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required string Source { get; init; }
    public required DocumentKind Kind { get; init; }

    /// <summary>The source's id of the workout, for its heart rate too; of a file its hash.</summary>
    public required string ObjectId { get; init; }

    /// <summary>SHA-256 of the content before compression, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Compressed; <see cref="DocumentContent"/> reads it.</summary>
    public required byte[] Content { get; set; }

    /// <summary>When the request began: an answer to an older request never replaces a newer one.</summary>
    public required DateTimeOffset RequestedAt { get; set; }

    /// <summary>Of a file: where the person who brought it says that it was recorded, by its IANA id; null: nobody said.</summary>
    public string? TimeZone { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Document>
    {
        public void Configure(EntityTypeBuilder<Document> builder)
        {
            builder.ToTable("documents");
            builder.Property(document => document.Kind).HasConversion<string>().HasMaxLength(16);
            builder.Property(document => document.TimeZone).HasMaxLength(TimeZones.LongestId);
            builder.HasIndex(document => new
            {
                document.UserId,
                document.Source,
                document.Kind,
                document.ObjectId,
                document.RequestedAt,
            });
        }
    }
}
