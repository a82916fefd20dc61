using System.Globalization;

namespace FitGlue.Testing.Lab;

/// <summary>What came of each fault, as a table that is printed and kept for whoever runs the tests.</summary>
public sealed class LabTable(string title, int seed)
{
    /// <summary>Names a folder that gets each table as a file, so that a test command can print them.</summary>
    public const string Variable = "FITGLUE_LAB_TABLES";

    private readonly List<Line> _lines = [];

    /// <param name="Requests">How many requests the cloud got meanwhile.</param>
    public void Add(string fault, Verdict verdict, int requests, string? note = null)
    {
        lock (_lines)
        {
            _lines.Add(new(fault, verdict, requests, note));
        }

        Save();
    }

    public void Publish() => Xunit.TestContext.Current.TestOutputHelper?.WriteLine(ToString());

    // Line by line, so that whoever waits can look.
    private void Save()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{title.Replace(' ', '-')}.txt"), ToString());
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            var width = _lines.Select(line => line.Fault.Length).Append(5).Max();
            var rows = _lines.Select(line =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{line.Fault.PadRight(width)}  {line.Verdict.Lost, 4}  {line.Verdict.Doubled, 7}  {line.Verdict.Wrong, 5}  {line.Verdict.Silent, 6}  {line.Requests, 8}  {line.Note}"
                )
            );
            var sum = string.Create(
                CultureInfo.InvariantCulture,
                $"{$"sum of {_lines.Count}".PadRight(width)}  {_lines.Sum(line => line.Verdict.Lost), 4}  {_lines.Sum(line => line.Verdict.Doubled), 7}  {_lines.Sum(line => line.Verdict.Wrong), 5}  {_lines.Sum(line => line.Verdict.Silent), 6}  {_lines.Sum(line => line.Requests), 8}"
            );
            return string.Join(
                Environment.NewLine,
                [
                    string.Create(CultureInfo.InvariantCulture, $"{title}, seed {seed}"),
                    $"{"fault".PadRight(width)}  lost  doubled  wrong  silent  requests",
                    .. rows,
                    sum,
                ]
            );
        }
    }

    private sealed record Line(string Fault, Verdict Verdict, int Requests, string? Note);
}
