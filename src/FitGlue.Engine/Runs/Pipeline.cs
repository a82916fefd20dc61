using System.Text.Json;
using System.Text.Json.Nodes;
using FitGlue.Core.Matching;
using FitGlue.Core.Settings;
using FitGlue.Engine.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Runs;

/// <summary>One source, ordered boosters, one or more targets.</summary>
public sealed class Pipeline
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required string Name { get; set; }
    public required string Source { get; set; }
    public bool Enabled { get; set; } = true;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Workouts that start before it are run, but not delivered.</summary>
    public required DateTimeOffset DeliverFrom { get; set; }
    public JsonObject SourceSettings { get; set; } = [];

    /// <summary>What it does with records of one workout; null: what suits its source.</summary>
    public MatchPolicy? Matching { get; set; }
    public IReadOnlyList<BoosterStep> Boosters { get; set; } = [];
    public IReadOnlyList<TargetEntry> Targets { get; set; } = [];

    internal sealed class Configuration : IEntityTypeConfiguration<Pipeline>
    {
        public void Configure(EntityTypeBuilder<Pipeline> builder)
        {
            builder.ToTable("pipelines");
            AsJson(builder.Property(pipeline => pipeline.SourceSettings));
            AsJson(builder.Property(pipeline => pipeline.Matching));
            AsJson(builder.Property(pipeline => pipeline.Boosters));
            AsJson(builder.Property(pipeline => pipeline.Targets));
            builder.HasIndex(pipeline => new { pipeline.UserId, pipeline.Source });
            builder.HasOne<User>().WithMany().HasForeignKey(pipeline => pipeline.UserId);
        }

        private static void AsJson<T>(PropertyBuilder<T> property) =>
            property.HasConversion(
                value => JsonSerializer.Serialize(value, SettingsShape.Json),
                text => JsonSerializer.Deserialize<T>(text, SettingsShape.Json)!,
                new ValueComparer<T>(
                    (a, b) => JsonSerializer.Serialize(a, SettingsShape.Json) == JsonSerializer.Serialize(b, SettingsShape.Json),
                    value => JsonSerializer.Serialize(value, SettingsShape.Json).GetHashCode(StringComparison.Ordinal),
                    value => value
                )
            );
    }
}

/// <param name="Type">Registry id of the booster.</param>
public sealed record BoosterStep(string Type, JsonObject? Settings = null);

/// <param name="Id">Stable while the entry lives: part of the key of its deliveries.</param>
/// <param name="Type">Registry id of the target.</param>
/// <param name="ExcludedBoosters">Boosters whose section this target does not get.</param>
public sealed record TargetEntry(Guid Id, string Type, JsonObject? Settings = null, IReadOnlyList<string>? ExcludedBoosters = null)
{
    /// <summary>The place of a target without a connection of its own: this entry of this pipeline.</summary>
    public string Place => $"{Type}/{Id:N}";
}
