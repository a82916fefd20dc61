namespace FitGlue.Plugins.Expressions;

/// <summary>What a person may have meant.</summary>
internal static class Suggestion
{
    /// <returns>A sentence with a blank before it, or nothing.</returns>
    public static string Of(string word, IEnumerable<string> known)
    {
        var nearest = known.Select(candidate => (candidate, Distance: Distance(word, candidate))).OrderBy(pair => pair.Distance).First();
        return nearest.Distance <= Math.Max(1, Math.Min(word.Length, nearest.candidate.Length) / 3)
            ? $" Did you mean “{nearest.candidate}”?"
            : "";
    }

    /// <summary>How many letters have to be put in, taken out, replaced or swapped with a neighbor.</summary>
    internal static int Distance(string from, string to)
    {
        var (a, b) = (from.ToLowerInvariant(), to.ToLowerInvariant());
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                steps[i, j] =
                    i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, Replaced(i, j));
            }
        }

        return steps[a.Length, b.Length];

        int Replaced(int i, int j)
        {
            var replaced = steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            return swapped ? Math.Min(replaced, steps[i - 2, j - 2] + 1) : replaced;
        }
    }
}
