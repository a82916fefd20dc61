using System.Globalization;

namespace FitGlue.Scenarios.Lab;

/// <summary>How much of a sweep runs, and from which seed.</summary>
internal static class Sweep
{
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("FITGLUE_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : 20261122;

    public static bool All { get; } = Environment.GetEnvironmentVariable("FITGLUE_SWEEP") == "all";

    /// <summary>All points, or a sample of them in their order.</summary>
    public static IReadOnlyList<T> Pick<T>(IReadOnlyList<T> points, int sample, Random draw) =>
        All ? points : [.. Enumerable.Range(0, points.Count).OrderBy(_ => draw.Next()).Take(sample).Order().Select(index => points[index])];
}
