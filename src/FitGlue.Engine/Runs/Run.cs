using FitGlue.Core.Matching;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FitGlue.Engine.Runs;

public enum RunOutcome
{
    /// <summary>Handed to its targets.</summary>
    Delivered,

    /// <summary>Run but not delivered: the workout is older than the pipeline delivers.</summary>
    Quiet,

    /// <summary>A booster halted it.</summary>
    Skipped,

    /// <summary>A source setting of the pipeline held it back; the person may let it through.</summary>
    HeldBack,

    /// <summary>The pipeline belongs to a higher tier than its user has. It goes on when that is so no more.</summary>
    Blocked,

    /// <summary>A newer revision took its place before it ran.</summary>
    Superseded,
}

/// <summary>One activity revision through one pipeline. A repost opens another pass; earlier ones are kept.</summary>
public sealed class Run : WorkRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public override string Stage => "run";
    public required Guid UserId { get; init; }
    public required Guid PipelineId { get; init; }
    public required Guid ActivityId { get; init; }
    public required int Revision { get; init; }
    public int Pass { get; init; } = 1;

    /// <summary>Start of the activity: an athlete's runs go in this order.</summary>
    public required DateTimeOffset StartTime { get; init; }
    public RunOutcome? Outcome { get; set; }
    public string? Reason { get; set; }

    /// <summary>What each booster did, as the API shows it.</summary>
    public string? Boosters { get; set; }

    /// <summary>The activity as the boosters left it.</summary>
    public string? Result { get; set; }

    /// <summary>Heart rate and recording as the boosters left them, compressed; null: as the source has them.</summary>
    public byte[]? Measured { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>A booster looked back on earlier workouts, nights or the athlete.</summary>
    public bool ReadsHistory { get; set; }

    /// <summary>What it looked back on has changed since.</summary>
    public bool IsOutdated { get; set; }

    /// <summary>A pass that no person asked for: kept only where it says something else, and then only places follow that show the present.</summary>
    public bool IsRefresh { get; init; }

    /// <summary>The activity of the same workout that stands for this one; null: none, or it is not held back.</summary>
    public Guid? MatchedActivityId { get; set; }

    /// <summary>What the pipeline does with such a record; null for one that has come back from a target.</summary>
    public MatchAction? MatchedAs { get; set; }

    /// <summary>Its revision when that was decided.</summary>
    public int? MatchedRevision { get; set; }

    /// <summary>A run of the newest revision, waiting.</summary>
    public static Run Of(ActivityRow activity, Guid pipelineId, DateTimeOffset now, int pass = 1, bool isRefresh = false) =>
        new()
        {
            UserId = activity.UserId,
            PipelineId = pipelineId,
            ActivityId = activity.Id,
            Revision = activity.Revision,
            Pass = pass,
            IsRefresh = isRefresh,
            StartTime = activity.StartTime,
            CreatedAt = now,
            NextAttemptAt = now,
        };

    /// <summary>Another pass of the newest revision, waiting.</summary>
    public static async Task<Run> AgainAsync(FitGlueDb db, Run run, DateTimeOffset now, bool isRefresh, CancellationToken cancellationToken)
    {
        var activity = await db.Activities.SingleAsync(row => row.Id == run.ActivityId, cancellationToken);
        var passes = await db
            .Runs.Where(row => row.ActivityId == run.ActivityId && row.PipelineId == run.PipelineId && row.Revision == activity.Revision)
            .MaxAsync(row => (int?)row.Pass, cancellationToken);
        return db.Runs.Add(Of(activity, run.PipelineId, now, (passes ?? 0) + 1, isRefresh)).Entity;
    }

    /// <summary>Of each activity and pipeline the last one; the others are history.</summary>
    public static IQueryable<Run> Newest(FitGlueDb db) => Newest(db, db.Runs);

    /// <param name="among">Those that are not the last one are left out.</param>
    public static IQueryable<Run> Newest(FitGlueDb db, IQueryable<Run> among) =>
        among.Where(run =>
            !db.Runs.Any(later =>
                later.ActivityId == run.ActivityId
                && later.PipelineId == run.PipelineId
                && (later.Revision > run.Revision || (later.Revision == run.Revision && later.Pass > run.Pass))
            )
        );

    /// <summary>Something that runs of an activity went on without is here: the newest of each pipeline goes on, but for what stands back.</summary>
    internal static async Task GoOnEachAsync(FitGlueDb db, IQueryable<Run> newest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var run in await newest.ToListAsync(cancellationToken))
        {
            if (run.Outcome is not (RunOutcome.HeldBack or RunOutcome.Blocked))
            {
                await GoOnAsync(db, run, now, cancellationToken);
            }
        }
    }

    /// <summary>Something that it waited for, or went on without, is here: it goes on now, or through another pass.</summary>
    internal static async Task GoOnAsync(FitGlueDb db, Run newest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // One that is under way has read already that it is not here.
        if (newest.State is WorkState.Done or WorkState.Running)
        {
            await AgainAsync(db, newest, now, isRefresh: false, cancellationToken);
        }
        else if (newest.State is WorkState.Snoozed)
        {
            newest.NextAttemptAt = now;
        }
    }

    internal sealed class Configuration : IEntityTypeConfiguration<Run>
    {
        public void Configure(EntityTypeBuilder<Run> builder)
        {
            builder.ToTable("runs");
            WorkRow.Configure(builder);
            builder.Property(run => run.Outcome).HasConversion<string>().HasMaxLength(16);
            builder
                .HasIndex(run => new
                {
                    run.PipelineId,
                    run.ActivityId,
                    run.Revision,
                    run.Pass,
                })
                .IsUnique();
            builder.HasIndex(run => new { run.UserId, run.State });
            builder.HasIndex(run => new
            {
                run.UserId,
                run.IsOutdated,
                run.ReadsHistory,
                run.StartTime,
            });
            builder.HasIndex(run => run.ActivityId);
            builder.HasIndex(run => run.MatchedActivityId);
            builder.Property(run => run.MatchedAs).HasConversion<string>().HasMaxLength(16);
            builder.HasOne<ActivityRow>().WithMany().HasForeignKey(run => run.ActivityId);
        }
    }
}
