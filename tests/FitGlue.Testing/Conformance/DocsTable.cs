using System.Text.RegularExpressions;

namespace FitGlue.Testing.Conformance;

/// <summary>One row of a table of settings: one setting, or several that belong together.</summary>
/// <param name="Defaults">One for all, or one for each.</param>
/// <param name="Text">Default and meaning.</param>
internal sealed partial record DocsTable(IReadOnlyList<string> Names, IReadOnlyList<string> Defaults, string Text)
{
    /// <summary>The rows of all tables with that heading.</summary>
    public static IReadOnlyList<DocsTable> Rows(string page, string heading) => [.. Tables(page.Split('\n'), heading).Select(Of)];

    /// <summary>As a form shows it.</summary>
    public string DefaultOf(string name)
    {
        var at = Names.ToList().IndexOf(name);
        var value = Defaults.Count == 1 ? Defaults[0] : Defaults[at];
        return value is "empty" or "–" ? "" : value;
    }

    private static IEnumerable<string> Tables(string[] lines, string heading)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith($"| {heading} |", StringComparison.Ordinal))
            {
                for (i += 2; i < lines.Length && lines[i].StartsWith('|'); i++)
                {
                    yield return lines[i];
                }
            }
        }
    }

    private static DocsTable Of(string line)
    {
        var cells = line.Trim('|').Split('|', 3);
        return new(
            [.. Code.Matches(cells[0]).Select(match => match.Groups["of"].Value)],
            [.. cells[1].Split(", ").Select(cell => cell.Trim().Trim('`'))],
            cells[1] + cells[2]
        );
    }

    [GeneratedRegex("`(?<of>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code { get; }
}
