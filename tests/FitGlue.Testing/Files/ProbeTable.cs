using System.Globalization;
using FitGlue.Testing.Lab;

namespace FitGlue.Testing.Files;

/// <summary>What many readings came to, a line for each kind, printed and kept for whoever runs the tests.</summary>
public sealed class ProbeTable(string title)
{
    private const int MostFaults = 20;

    private readonly SortedDictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public int Runs => _lines.Values.Sum(line => line.Runs);

    /// <param name="number">Draws the same bytes again.</param>
    public void Add(string kind, int number, Probe probe)
    {
        _lines[kind] = _lines.GetValueOrDefault(kind, new(0, 0, TimeSpan.Zero, 0, 0)).With(probe);
        if (probe.Fault is { } fault && _faults.Count < MostFaults)
        {
            _faults.Add($"{kind}, number {number}: {fault}");
        }
    }

    public void Publish()
    {
        Xunit.TestContext.Current.TestOutputHelper?.WriteLine(ToString());
        if (Environment.GetEnvironmentVariable(LabTable.Variable) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{title.Replace(' ', '-')}.txt"), ToString());
        }
    }

    public override string ToString()
    {
        var width = _lines.Keys.Select(kind => kind.Length).Append(5).Max();
        return string.Join(
            Environment.NewLine,
            [
                title,
                $"{"file".PadRight(width)}      runs      read   refused  faults  slowest  most memory",
                .. _lines.Select(line => line.Value.Text(line.Key.PadRight(width))),
                .. _faults,
            ]
        );
    }

    private sealed record Line(int Runs, int Read, TimeSpan Slowest, long Memory, int Faults)
    {
        public Line With(Probe probe) =>
            new(
                Runs + 1,
                Read + (probe.Activities > 0 ? 1 : 0),
                probe.Took > Slowest ? probe.Took : Slowest,
                Math.Max(Memory, probe.Allocated),
                Faults + (probe.Fault is null ? 0 : 1)
            );

        public string Text(string name) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}  {Runs, 8}  {Read, 8}  {Runs - Read, 8}  {Faults, 6}  {Slowest.TotalMilliseconds, 4:0} ms  {Memory / 1e6, 8:0.0} MB"
            );
    }
}
