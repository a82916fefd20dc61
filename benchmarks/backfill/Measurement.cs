using System.Diagnostics;
using System.Globalization;

namespace Backfill;

/// <summary>Counts first, fetches then, and prints what it took beside the pages that the data fills.</summary>
internal static class Measurement
{
    private const double LargestDatabaseMegabytes = 100;

    /// <returns>Whether every workout is there.</returns>
    public static async Task<bool> RunAsync(Cloud cloud, Server server, CancellationToken cancellationToken)
    {
        var first = cloud.Workouts[0].Day.AddDays(-1);
        var expected = cloud.Workouts.Count;
        var counted = await server.BackfillAsync(first, dryRun: true, cancellationToken);
        cloud.ResetRequests();

        var watch = Stopwatch.StartNew();
        var fetched = await server.BackfillAsync(first, dryRun: false, cancellationToken);
        var took = watch.Elapsed;

        var heartRate = Count(cloud, "heartrate");
        var estimated = counted["estimate"]!["requests"]!.GetValue<int>();
        var database = server.DatabaseMegabytes;
        var arrived = await server.CountAsync(cancellationToken);
        Console.WriteLine("| what | |");
        Console.WriteLine("|---|---|");
        Row("workouts at the source / here", $"{expected} / {arrived}, the backfill ended as {fetched["state"]}");
        Row("requests", $"{cloud.Requests.Count} (the dry run said {estimated})");
        Row("… of them for heart rate", $"{heartRate}, {(double)expected / heartRate:F1} workouts each");
        Row("… of them for lists of workouts", $"{Count(cloud, "workout")}");
        Row("seconds", $"{took.TotalSeconds:F0} ({expected / took.TotalSeconds:F0} workouts a second)");
        Row("peak memory", $"{server.PeakMegabytes:F0} MB");
        Row("database", $"{database:F0} MB, {database * 1000 / expected:F1} KB a workout (bar {LargestDatabaseMegabytes} MB)");
        return arrived == expected;
    }

    private static int Count(Cloud cloud, string word) =>
        cloud.Requests.Count(request => request.Path.Contains(word, StringComparison.Ordinal));

    private static void Row(string what, FormattableString figure) =>
        Console.WriteLine($"| {what} | {figure.ToString(CultureInfo.InvariantCulture)} |");
}
