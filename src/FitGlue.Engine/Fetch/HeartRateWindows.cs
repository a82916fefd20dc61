using FitGlue.Core.Activities;

namespace FitGlue.Engine.Fetch;

/// <summary>Which neighboring workouts share one question for heart rate; pure.</summary>
/// <remarks>
/// A question costs a request for each page of rows, and at least one. Together costs what lies between the workouts too: it is only done
/// where the most rows that can be there fill fewer pages than there are workouts, so that it never costs more than asking one by one.
/// </remarks>
public static class HeartRateWindows
{
    /// <summary>Rows of a page.</summary>
    public const int Page = 1000;

    /// <summary>The most requests in one question: what a killed process asks again.</summary>
    private const int MostPages = 2;

    /// <summary>Rows a minute: every five seconds in a workout, every two minutes at the most outside, where every five is usual.</summary>
    private const double InWorkout = 12;
    private const double Outside = 0.5;

    /// <param name="workouts">In any order.</param>
    /// <returns>Groups of indices into <paramref name="workouts"/>, newest first, and so within a group.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Group(IReadOnlyList<WorkoutSpan> workouts)
    {
        var order = Enumerable.Range(0, workouts.Count).OrderByDescending(i => workouts[i].Start).ToList();
        var sorted = order.ConvertAll(i => workouts[i]);

        // The fewest requests for the workouts from i on, and where the group that begins at i ends.
        var (fewest, next) = (new int[sorted.Count + 1], new int[sorted.Count]);
        for (var i = sorted.Count - 1; i >= 0; i--)
        {
            (fewest[i], next[i]) = (1 + fewest[i + 1], i + 1);
            for (var end = i + 2; end <= sorted.Count && MostRequests(sorted, i, end) is var requests and <= MostPages; end++)
            {
                if (requests < end - i && requests + fewest[end] < fewest[i])
                {
                    (fewest[i], next[i]) = (requests + fewest[end], end);
                }
            }
        }

        var groups = new List<IReadOnlyList<int>>();
        for (var i = 0; i < sorted.Count; i = next[i])
        {
            groups.Add(order[i..next[i]]);
        }

        return groups;
    }

    /// <summary>How many requests the groups take at the most.</summary>
    public static int Requests(IReadOnlyList<WorkoutSpan> workouts) =>
        Group(workouts).Sum(group => MostRequests([.. group.Select(i => workouts[i])], 0, group.Count));

    private static int MostRequests(List<WorkoutSpan> newestFirst, int from, int to)
    {
        var group = newestFirst[from..to];
        var span = group.Max(workout => workout.End) - group.Min(workout => workout.Start) + (HeartRate.Margin * 2);
        var inside = group.Sum(workout => (workout.End - workout.Start).TotalMinutes);
        var rows = (inside * InWorkout) + (Math.Max(0, span.TotalMinutes - inside) * Outside);
        return Math.Max(1, (int)Math.Ceiling(rows / Page));
    }
}

/// <summary>From when to when a workout was.</summary>
public readonly record struct WorkoutSpan(DateTimeOffset Start, DateTimeOffset End);
