namespace FitGlue.Server.Pipelines;

public enum LineChange
{
    Same,
    Removed,
    Added,
}

public sealed record DiffLine(LineChange Change, string Text);

/// <summary>Two texts line by line: what went, what stayed, what came.</summary>
public static class LineDiff
{
    /// <summary>Texts of more lines are shown as one that went and one that came.</summary>
    private const int MostLines = 500;

    public static IReadOnlyList<DiffLine> Of(string? before, string? after)
    {
        var (old, now) = (LinesOf(before), LinesOf(after));
        return old.Length > MostLines || now.Length > MostLines
            ? [.. old.Select(line => new DiffLine(LineChange.Removed, line)), .. now.Select(line => new DiffLine(LineChange.Added, line))]
            : [.. Walk(old, now, CommonTails(old, now))];
    }

    private static IEnumerable<DiffLine> Walk(string[] old, string[] now, int[,] common)
    {
        for (var (i, j) = (0, 0); i < old.Length || j < now.Length; )
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                yield return new(LineChange.Same, old[i++]);
                j++;
            }
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                yield return new(LineChange.Removed, old[i++]);
            }
            else
            {
                yield return new(LineChange.Added, now[j++]);
            }
        }
    }

    // Length of the longest common subsequence of what is left from each place on.
    private static int[,] CommonTails(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }

    private static string[] LinesOf(string? text) => string.IsNullOrEmpty(text) ? [] : text.ReplaceLineEndings("\n").Split('\n');
}
