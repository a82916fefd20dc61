using FitGlue.Engine.Fetch;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Runs;

/// <summary>The person let a workout through that a pipeline's source settings hold back; it counts for later revisions too.</summary>
public sealed class LetThrough
{
    public required Guid PipelineId { get; init; }
    public required Guid ActivityId { get; init; }
    public required DateTimeOffset At { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<LetThrough>
    {
        public void Configure(EntityTypeBuilder<LetThrough> builder)
        {
            builder.ToTable("let_through");
            builder.HasKey(row => new { row.PipelineId, row.ActivityId });
            builder.HasOne<Pipeline>().WithMany().HasForeignKey(row => row.PipelineId);
            builder.HasOne<ActivityRow>().WithMany().HasForeignKey(row => row.ActivityId);
        }
    }
}
