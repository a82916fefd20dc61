using System.Globalization;
using FitGlue.Testing;
using FitGlue.Testing.Files;
using FitGlue.Testing.Lab;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>
/// Files of devices, cut off at each length and with each single bit flipped: none crashes or holds up a reader, or takes memory without
/// bounds. A seed draws some of each; <c>FITGLUE_SWEEP=all</c> takes all.
/// </summary>
public sealed class FileSweepTests
{
    private const int Sample = 300;

    [Fact]
    public void Fit_files_survive_being_cut_off_and_each_flipped_bit() =>
        Damage(
            "Damaged FIT files",
            [.. SampleFiles.OwnFit, .. SampleFiles.SharedFit],
            file => [.. Enumerable.Range(0, file.Length).Select(Cut), .. Enumerable.Range(0, file.Length * 8).Select(Flip)]
        );

    // Text is cut at each length; of the bits of a byte one is flipped, since all make it another letter.
    [Fact]
    public void Text_files_survive_being_cut_off_and_flipped_bits() =>
        Damage(
            "Damaged TCX and GPX files",
            [.. SampleFiles.OwnXml, .. SampleFiles.SharedXml],
            file =>
                [
                    .. Enumerable.Range(0, file.Length).Select(Cut),
                    .. Enumerable.Range(0, file.Length).Select(at => Flip((at * 8) + (at % 8))),
                ]
        );

    private static void Damage(
        string title,
        IReadOnlyList<(string Name, byte[] Content)> files,
        Func<byte[], IReadOnlyList<Func<byte[], byte[]>>> damages
    )
    {
        var draw = new Random(Sweep.Seed);
        var table = new ProbeTable($"{title}, seed {Sweep.Seed}");
        foreach (var (name, content) in files)
        {
            foreach (var (number, damage) in Sweep.Pick(damages(content), Sample, draw).Index())
            {
                table.Add(name, number, FileProbe.Of(damage(content), write: number % 16 == 0));
            }
        }

        table.Publish();
        table.Faults.ShouldBeEmpty(table.ToString());
    }

    private static Func<byte[], byte[]> Cut(int length) => file => file[..length];

    private static Func<byte[], byte[]> Flip(int bit) =>
        file =>
        {
            byte[] flipped = [.. file];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            return flipped;
        };
}
