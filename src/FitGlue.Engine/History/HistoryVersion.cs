using FitGlue.Engine.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.History;

/// <summary>Counts the changes of what boosters look back on, so that a run that read it while it changed is known.</summary>
public sealed class HistoryVersion
{
    public required Guid UserId { get; init; }
    public long Version { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<HistoryVersion>
    {
        public void Configure(EntityTypeBuilder<HistoryVersion> builder)
        {
            builder.ToTable("history_versions");
            builder.HasKey(row => row.UserId);
            builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
        }
    }
}
