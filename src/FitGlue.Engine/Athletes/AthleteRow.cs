using FitGlue.Core.Athletes;
using FitGlue.Engine.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Athletes;

/// <summary>What one place knows of the person: they themselves, or a source.</summary>
public sealed class AthleteRow
{
    /// <summary>Stands for the person in place of a source.</summary>
    public const string Typed = "";

    public required Guid UserId { get; init; }

    /// <summary>Registry id, or <see cref="Typed"/>.</summary>
    public required string Source { get; init; }
    public int? BirthYear { get; set; }
    public Sex? Sex { get; set; }
    public int? MaxHeartRate { get; set; }
    public int? RestingHeartRate { get; set; }
    public double? WeightKg { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }

    public Athlete ToAthlete() =>
        new()
        {
            BirthYear = BirthYear,
            Sex = Sex,
            MaxHeartRate = MaxHeartRate,
            RestingHeartRate = RestingHeartRate,
            WeightKg = WeightKg,
        };

    internal void Take(Athlete athlete, DateTimeOffset now)
    {
        (BirthYear, Sex, WeightKg, ChangedAt) = (athlete.BirthYear, athlete.Sex, athlete.WeightKg, now);
        (MaxHeartRate, RestingHeartRate) = (athlete.MaxHeartRate, athlete.RestingHeartRate);
    }

    internal sealed class Configuration : IEntityTypeConfiguration<AthleteRow>
    {
        public void Configure(EntityTypeBuilder<AthleteRow> builder)
        {
            builder.ToTable("athletes");
            builder.HasKey(row => new { row.UserId, row.Source });
            builder.Property(row => row.Sex).HasConversion<string>().HasMaxLength(8);
            builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId);
        }
    }
}
