namespace FitGlue.Formats;

/// <summary>How much of a file is read. What a file declares of its own size is never believed.</summary>
public static class FileLimits
{
    /// <summary>One file, unpacked: more than any device writes in a day, and what targets take.</summary>
    public const int Bytes = 25 * 1024 * 1024;

    /// <summary>Points of one file: 139 hours of one a second.</summary>
    public const int Points = 500_000;

    /// <summary>Workouts of one file.</summary>
    public const int Activities = 100;

    /// <summary>Starts and stops of the timer, and laps, each.</summary>
    public const int Parts = 10_000;

    internal static UnreadableFileException TooLarge() =>
        new($"The file is larger than {Bytes / (1024 * 1024)} MB. Export the activity alone and upload that file.");

    internal static UnreadableFileException TooManyPoints() =>
        new($"The file holds more than {Points:N0} points. Split it where you recorded it and upload the parts.");

    internal static UnreadableFileException TooManyParts() =>
        new($"The file holds more than {Activities} workouts, or more than {Parts:N0} laps or pauses. No workout is so: export it again.");
}

/// <summary>Counts what one file may hold, however it is spread.</summary>
internal sealed class PointAllowance
{
    private int _left = FileLimits.Points;

    /// <exception cref="UnreadableFileException">It is spent.</exception>
    public void Take()
    {
        if (--_left < 0)
        {
            throw FileLimits.TooManyPoints();
        }
    }
}
