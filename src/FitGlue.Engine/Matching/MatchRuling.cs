using FitGlue.Core.Matching;
using FitGlue.Engine.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Matching;

/// <summary>What a person said of two records: one row a pair, the lower <see cref="Record.Key"/> first.</summary>
public sealed class MatchRuling
{
    public required Guid UserId { get; init; }
    public required string First { get; init; }
    public required string Second { get; init; }
    public required Ruling Ruling { get; set; }
    public required DateTimeOffset At { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<MatchRuling>
    {
        public void Configure(EntityTypeBuilder<MatchRuling> builder)
        {
            builder.ToTable("match_rulings");
            builder.HasKey(row => new
            {
                row.UserId,
                row.First,
                row.Second,
            });
            builder.Property(row => row.Ruling).HasConversion<string>().HasMaxLength(16);
            builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
        }
    }
}
