using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Limits;

/// <summary>A provider said: not before. Kept, so that a restart does not ask again.</summary>
public sealed class KnownLimit
{
    public required string Source { get; init; }

    /// <summary>The connection whose token is limited; <see cref="Guid.Empty"/>: the whole application.</summary>
    public required Guid ConnectionId { get; init; }
    public DateTimeOffset NotBefore { get; set; }
    public DateTimeOffset ToldAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<KnownLimit>
    {
        public void Configure(EntityTypeBuilder<KnownLimit> builder)
        {
            builder.ToTable("known_limits");
            builder.HasKey(limit => new { limit.Source, limit.ConnectionId });
        }
    }
}
