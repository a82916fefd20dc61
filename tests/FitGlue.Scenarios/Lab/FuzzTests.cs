using System.Globalization;
using FitGlue.Testing.Files;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>Mutated files of every kind, for as long as is asked. Only on demand: <c>eng/fuzz</c>.</summary>
public sealed class FuzzTests
{
    private static readonly byte[][] Fit = [.. SampleFiles.OwnFit.Concat(SampleFiles.SharedFit).Select(file => file.Content)];
    private static readonly byte[][] Tcx = [.. SampleFiles.OwnXml.Take(1).Concat(SampleFiles.SharedXml).Select(file => file.Content)];
    private static readonly byte[][] Gpx = [SampleFiles.OwnXml[1].Content];

    private static readonly (string Kind, Func<Random, byte[]> Draw)[] Kinds =
    [
        ("FIT, messages", draw => FitMutations.Of(Any(Fit, draw), draw)),
        ("FIT, bytes", draw => RawMutations.Of(Any(Fit, draw), draw)),
        ("FIT, chained", draw => [.. FitMutations.Of(Any(Fit, draw), draw), .. RawMutations.Of(Any(Fit, draw), draw)]),
        ("TCX, elements", draw => XmlMutations.Of(Any(Tcx, draw), draw)),
        ("TCX, bytes", draw => RawMutations.Of(Any(Tcx, draw), draw)),
        ("GPX, elements", draw => XmlMutations.Of(Any(Gpx, draw), draw)),
        ("GPX, bytes", draw => RawMutations.Of(Any(Gpx, draw), draw)),
        ("gz", draw => RawMutations.Of(RawMutations.Gzip(Any(Fit, draw)), draw)),
        (
            "zip, files",
            draw => RawMutations.Zip(("a", FitMutations.Of(Any(Fit, draw), draw)), ("b", XmlMutations.Of(Any(Gpx, draw), draw)))
        ),
        ("zip, bytes", draw => RawMutations.Of(RawMutations.Zip(("a", Any(Gpx, draw)), ("b", RawMutations.Gzip(Any(Tcx, draw)))), draw)),
    ];

    [Fact]
    public void Mutated_files_end_in_activities_or_in_a_refusal() => Run("Mutated files", number => number < 1500);

    [Fact(Explicit = true)]
    public void Mutated_files_end_in_activities_or_in_a_refusal_for_as_long_as_is_asked()
    {
        var minutes = int.Parse(Environment.GetEnvironmentVariable("FITGLUE_FUZZ_MINUTES") ?? "1", CultureInfo.InvariantCulture);
        var began = TimeProvider.System.GetTimestamp();
        Run($"Fuzz of {minutes} minutes", _ => TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(minutes));
    }

    private static void Run(string title, Func<int, bool> goesOn)
    {
        var table = new ProbeTable($"{title}, seed {Sweep.Seed}");
        for (var number = 0; goesOn(number); number++)
        {
            // Each number draws for itself, so that a finding is found again alone.
            var draw = new Random(HashCode(Sweep.Seed, number));
            var (kind, mutate) = Kinds[number % Kinds.Length];
            table.Add(kind, number, FileProbe.Of(mutate(draw), write: true));
        }

        table.Publish();
        table.Faults.ShouldBeEmpty(table.ToString());
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 486_187_739) + number);

    private static byte[] Any(byte[][] files, Random draw) => files[draw.Next(files.Length)];
}
