using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Runs;

/// <summary>Which workouts of a pipeline's source are meant; what is given has to hold together.</summary>
public sealed record WorkoutChoice
{
    /// <summary>So many, the newest.</summary>
    public int? Last { get; init; }

    /// <summary>First day, by the local date of the workout.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>These alone; null: any.</summary>
    public IReadOnlyList<Guid>? Activities { get; init; }

    /// <returns>Newest first, without deleted ones.</returns>
    internal async Task<IReadOnlyList<ActivityRow>> ReadAsync(FitGlueDb db, Pipeline pipeline, CancellationToken cancellationToken)
    {
        // A local day begins and ends up to fourteen hours away from that of UTC.
        var (earliest, latest) = (MidnightOf(From, -1), MidnightOf(To, 2));
        var rows = db
            .Activities.AsNoTracking()
            .Where(row => row.UserId == pipeline.UserId && row.Source == pipeline.Source && row.State != ActivityState.Deleted)
            .Where(row => Activities == null || Activities.Contains(row.Id))
            .Where(row => (earliest == null || row.StartTime >= earliest) && (latest == null || row.StartTime < latest))
            .OrderByDescending(row => row.StartTime)
            .ThenByDescending(row => row.Id);
        return From is null && To is null
            ? await rows.Take(Last ?? int.MaxValue).ToListAsync(cancellationToken)
            : [.. (await rows.ToListAsync(cancellationToken)).Where(IsInDays).Take(Last ?? int.MaxValue)];
    }

    private bool IsInDays(ActivityRow row)
    {
        var day = DateOnly.FromDateTime(StoredActivity.Read(row.Content).StartTime.DateTime);
        return (From is null || day >= From) && (To is null || day <= To);
    }

    private static DateTimeOffset? MidnightOf(DateOnly? day, int days) =>
        day is { } known && known.DayNumber + days is >= 0 and var number && number <= DateOnly.MaxValue.DayNumber
            ? new(DateOnly.FromDayNumber(number), TimeOnly.MinValue, TimeSpan.Zero)
            : null;
}
