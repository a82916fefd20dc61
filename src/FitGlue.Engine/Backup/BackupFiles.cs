using System.Globalization;

namespace FitGlue.Engine.Backup;

/// <summary>A backup in the backup folder; its name says when it was made.</summary>
public sealed record BackupFile(string Path, DateTimeOffset CreatedAt);

/// <summary>The backups of a folder: how they are named, and which of them are kept.</summary>
public static class BackupFiles
{
    private const int Days = 7;
    private const int Weeks = 4;
    private const int Months = 6;
    private const string Prefix = "fitglue-";
    private const string Suffix = ".zip";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    public static string NameAt(DateTimeOffset time) =>
        Prefix + time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + Suffix;

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<BackupFile> In(string folder) =>
        !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(folder, $"{Prefix}*{Suffix}")
                    .Select(path => TimeOf(path) is { } time ? new BackupFile(path, time) : null)
                    .OfType<BackupFile>()
                    .OrderByDescending(file => file.CreatedAt),
            ];

    /// <summary>The newest of each of the last seven days, four weeks and six months that have one.</summary>
    public static IReadOnlySet<DateTimeOffset> ToKeep(IReadOnlyCollection<DateTimeOffset> times)
    {
        var newestFirst = times.OrderDescending().ToList();
        return newestFirst
            .DistinctBy(time => time.UtcDateTime.Date)
            .Take(Days)
            .Concat(newestFirst.DistinctBy(WeekOf).Take(Weeks))
            .Concat(newestFirst.DistinctBy(time => (time.UtcDateTime.Year, time.UtcDateTime.Month)).Take(Months))
            .ToHashSet();
    }

    /// <summary>Removes what is not to be kept.</summary>
    public static void Rotate(string folder)
    {
        var files = In(folder);
        var kept = ToKeep([.. files.Select(file => file.CreatedAt)]);
        foreach (var file in files.Where(file => !kept.Contains(file.CreatedAt)))
        {
            File.Delete(file.Path);
        }
    }

    private static (int Year, int Week) WeekOf(DateTimeOffset time) =>
        (ISOWeek.GetYear(time.UtcDateTime), ISOWeek.GetWeekOfYear(time.UtcDateTime));

    private static DateTimeOffset? TimeOf(string path) =>
        DateTimeOffset.TryParseExact(
            Path.GetFileName(path)[Prefix.Length..^Suffix.Length],
            TimeFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;
}
