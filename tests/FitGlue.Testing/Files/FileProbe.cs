using System.Diagnostics;
using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Formats.Tcx;

namespace FitGlue.Testing.Files;

/// <summary>What reading a file came to.</summary>
/// <param name="Activities">How many it gave; 0: it was refused with a text for the person.</param>
/// <param name="Fault">What must never happen, in words; null: it did not.</param>
public sealed record Probe(int Activities, TimeSpan Took, long Allocated, string? Fault);

/// <summary>Reads whatever bytes and looks at what came of it: an end in time, in bounded memory, with sound activities or a refusal.</summary>
public static class FileProbe
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // A few buffers for the file and for each workout that is written and read again, and points at a multiple of the bytes that say them,
    // packed or not: each is read, written, read again and written in another format.
    private const long Buffers = 4_000_000;
    private const long PerByte = 4_000;

    /// <param name="write">Also writes what was read in every format.</param>
    public static Probe Of(byte[] content, bool write)
    {
        var (began, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        var (activities, unpacked, fault) = Read(content, write);
        var (took, allocated) = (Stopwatch.GetElapsedTime(began), GC.GetAllocatedBytesForCurrentThread() - before);
        fault ??=
            took > Longest ? $"took {took}"
            : allocated > (Buffers * (1 + activities)) + (PerByte * Math.Max(content.Length, unpacked)) ? $"allocated {allocated} bytes"
            : null;
        return new(activities, took, allocated, fault);
    }

    private static (int Activities, long Unpacked, string? Fault) Read(byte[] content, bool write)
    {
        var (activities, unpacked) = (0, 0L);
        try
        {
            foreach (var file in FileReader.Read("file", content))
            {
                unpacked += (file as ReadFile.Recorded)?.Content.Length ?? 0;
                foreach (var activity in (file as ReadFile.Recorded)?.File.Activities ?? [])
                {
                    activities++;
                    if (Unsound(activity) is { } fault)
                    {
                        return (activities, unpacked, fault);
                    }

                    Write(activity, write);
                }
            }
        }
        catch (Exception exception)
        {
            return (activities, unpacked, exception.ToString());
        }

        return (activities, unpacked, null);
    }

    private static void Write(RecordedActivity recorded, bool write)
    {
        if (!write)
        {
            return;
        }

        try
        {
            var activity = recorded.ToActivity("upload", "1");
            var again = FileReader.ReadActivities(FitFile.Encode(activity)).Activities[0];
            Require(
                again.Recording.Points.Length == Math.Max(recorded.Recording.Points.Length, 1) || recorded.Recording.Points.IsEmpty,
                "writes other points"
            );
            Require(TcxFile.Write(activity).Length > 0, "writes nothing");
        }
        catch (UnwritableActivityException)
        {
            // A time before 1998, say: the message tells the person.
        }
    }

    private static string? Unsound(RecordedActivity activity)
    {
        var recording = activity.Recording;
        var (start, end) = (activity.StartTime, activity.EndTime);
        return end < start ? "ends before it starts"
            : !InOrder(recording.Points.Select(point => point.Time)) ? "points out of order"
            : !InOrder(recording.Pauses.SelectMany(pause => (DateTimeOffset[])[pause.Start, pause.End])) ? "pauses overlap"
            : recording.Pauses.Any(pause => pause.Start < start || pause.End > end) ? "a pause outside"
            : recording.Laps.Any(lap => lap.EndTime < lap.StartTime) ? "a lap ends before it starts"
            : recording.Points.Any(point => point.HeartRateBpm is <= 0 or >= 255) ? "an impossible heart rate"
            : recording.Points.Any(point => point.Position is { } at && (Math.Abs(at.Latitude) > 90 || Math.Abs(at.Longitude) > 180))
                ? "no such place"
            : activity.Calories is { } calories && !double.IsFinite(calories) ? "impossible calories"
            : null;
    }

    private static bool InOrder(IEnumerable<DateTimeOffset> times)
    {
        var last = DateTimeOffset.MinValue;
        foreach (var time in times)
        {
            if (time < last)
            {
                return false;
            }

            last = time;
        }

        return true;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
