namespace FitGlue.Core.Training;

/// <summary>What is the same everywhere a handful of numbers is summed up.</summary>
public static class Statistics
{
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static double Median(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("There is no median of nothing.", nameof(values));
        }

        return MedianOfSorted([.. values.Order()]);
    }

    /// <param name="sorted">One number at least.</param>
    public static double MedianOfSorted(IReadOnlyList<double> sorted)
    {
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Standard deviation of a sample (n − 1).</summary>
    /// <exception cref="ArgumentException">There are fewer than two numbers.</exception>
    public static double StandardDeviation(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2)
        {
            throw new ArgumentException("A spread needs two numbers at least.", nameof(values));
        }

        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    /// <summary>Whole numbers in proportion to the shares that sum up to the total: the largest remainders are rounded up.</summary>
    /// <param name="shares">None negative. All zero: all parts are zero.</param>
    public static IReadOnlyList<int> Apportion(IReadOnlyList<double> shares, int total)
    {
        var sum = shares.Sum();
        if (sum <= 0)
        {
            return [.. shares.Select(_ => 0)];
        }

        double[] exact = [.. shares.Select(share => share / sum * total)];
        int[] parts = [.. exact.Select(part => (int)Math.Floor(part))];
        var missing = total - parts.Sum();
        foreach (var index in Enumerable.Range(0, parts.Length).OrderByDescending(i => exact[i] - parts[i]).Take(missing))
        {
            parts[index]++;
        }

        return parts;
    }

    /// <summary>To the nearest whole number, halves up.</summary>
    public static int Rounded(double value) => (int)Math.Floor(value + 0.5);
}
