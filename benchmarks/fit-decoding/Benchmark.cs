using System.Diagnostics;
using System.Globalization;
using FitGlue.Formats.Fit;

namespace FitDecoding;

/// <summary>The same bytes in memory, decoded by each in turn for the same time after a warm-up; the median of the rounds.</summary>
internal sealed class Benchmark(string script, string path, int rounds, TimeSpan duration)
{
    private const double Bar = 5;
    private const double Megabyte = 1e6;

    private readonly byte[] _file = File.ReadAllBytes(path);

    public bool Run()
    {
        Console.Error.WriteLine(Line($"{path}: {_file.Length} bytes, {Records()} records"));
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            ours.Add(Ours());
            theirs.Add(Theirs());
            Console.Error.WriteLine(Line($"round {round}: ours {ours[^1]:0.0} MB/s, @garmin/fitsdk {theirs[^1]:0.0} MB/s"));
        }

        var ratio = Median(ours) / Median(theirs);
        Console.WriteLine(
            Line($"FIT decoding: ours {Median(ours):0.0} MB/s, @garmin/fitsdk {Median(theirs):0.0} MB/s, ratio {ratio:0.0} (bar {Bar})")
        );
        return ratio >= Bar;
    }

    private double Ours()
    {
        Decode(TimeSpan.FromSeconds(1));
        return Decode(duration);
    }

    private double Decode(TimeSpan time)
    {
        var (began, times) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            times += Records() > 0 ? 1 : 0;
        }

        return times * _file.Length / Megabyte / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private int Records()
    {
        using var stream = new MemoryStream(_file);
        return FitReader.Read(stream).Activities.Sum(activity => activity.Recording.Points.Length);
    }

    private double Theirs()
    {
        var seconds = duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        using var node = Process.Start(
            new ProcessStartInfo("node", [script, path, seconds]) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        var printed = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return double.Parse(printed, CultureInfo.InvariantCulture);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
