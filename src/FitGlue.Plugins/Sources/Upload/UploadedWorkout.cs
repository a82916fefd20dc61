using System.Globalization;
using System.Security.Cryptography;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Formats;

namespace FitGlue.Plugins.Sources.Upload;

/// <summary>One workout of an uploaded file. Its id is the content of the file and its place inside: the same file twice is the same workout.</summary>
internal static class UploadedWorkout
{
    /// <summary>128 bits of the SHA-256: enough that no two files meet, short enough for the ids of targets.</summary>
    private const int KeyBytes = 16;

    // Files hold what strangers wrote: texts are cut where no title or note goes on.
    private const int LongestTitle = 200;
    private const int LongestWord = 60;
    private const int LongestDescription = 10_000;

    public static string KeyOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, KeyBytes));

    /// <exception cref="UnreadableDocumentException">It is no id of ours.</exception>
    public static (string Key, int Place) Read(string externalId) =>
        externalId.Split('-') is [{ Length: KeyBytes * 2 } key, var place]
        && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (key, number)
            : throw new UnreadableDocumentException($"'{externalId}' names no workout of an uploaded file.");

    public static Activity Of(RecordedActivity recorded, string externalId, TimeZoneInfo? zone)
    {
        var activity = (zone is null ? recorded : recorded.In(zone)).ToActivity(UploadSource.Id, externalId);
        return activity with
        {
            Title = Tidy(activity.Title, LongestTitle) ?? activity.Type.Name,
            RawType = Tidy(activity.RawType, LongestWord),
            Description = Shortened(activity.Description?.Trim(), LongestDescription),
        };
    }

    /// <summary>One line; null where nothing is left.</summary>
    private static string? Tidy(string? text, int longest) =>
        text is null ? null : Shortened(string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim(), longest);

    private static string? Shortened(string? text, int longest) =>
        string.IsNullOrEmpty(text) ? null
        : text.Length <= longest ? text
        : $"{text[..(char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1)]}…";
}
