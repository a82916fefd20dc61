using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Targets;

namespace FitGlue.Plugins.Targets.Files;

/// <summary>Names that every file system takes, whatever a title holds.</summary>
internal static partial class FileName
{
    private const int LongestBytes = 120;
    private const int MatchTimeoutMilliseconds = 1000;
    private const string Fallback = "workout";

    /// <summary>The name of a new file: the pattern, the short id, the extension.</summary>
    /// <exception cref="RejectedException">The pattern names a folder or knows a placeholder that we do not.</exception>
    public static string Of(FilesSettings settings, Shipment shipment)
    {
        var pattern = settings.NamePattern;
        if (pattern.AsSpan().ContainsAny('/', '\\', '\0') || pattern is "..")
        {
            throw new RejectedException($"The file name '{Safe(pattern)}' leads out of its folder: name a folder in 'folder' instead.");
        }

        var ending = $"_{ShortIdOf(shipment)}{ExtensionOf(settings.Format)}";
        var name = Placeholder.Replace(pattern, match => ValueOf(match.Groups["name"].Value, shipment.Activity));
        return Shortened(Safe(name), LongestBytes - ending.Length) + ending;
    }

    public static string ExtensionOf(ActivityFileFormat format) =>
        format switch
        {
            ActivityFileFormat.Fit => ".fit",
            ActivityFileFormat.Tcx => ".tcx",
            _ => ".json",
        };

    /// <summary>The same for each delivery of an activity of a user, and different from that of others.</summary>
    public static string ShortIdOf(Shipment shipment) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{shipment.Key}\n{shipment.UserId:N}"))[..4]);

    /// <summary>A name without separators, control, invisible or reserved characters, and without the names that Windows keeps for devices.</summary>
    public static string Safe(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            safe.Append(SafeOf(rune));
        }

        var trimmed = safe.ToString().Trim('.', '-', ' ');
        return trimmed.Length == 0 ? Fallback
            : Device.IsMatch(trimmed) ? "_" + trimmed
            : trimmed;
    }

    private static string SafeOf(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => "",
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "-",
            UnicodeCategory.SpaceSeparator => "-",
            _ when rune == Rune.ReplacementChar || (rune.IsAscii && "/\\:*?\"<>|".Contains((char)rune.Value)) => "-",
            _ => rune.ToString(),
        };

    private static string ValueOf(string placeholder, Activity activity) =>
        placeholder switch
        {
            "date" => activity.StartTime.ToString("yyyy-MM-dd"),
            "time" => activity.StartTime.ToString("HHmmss"),
            "type" => activity.Type.Key,
            "title" => activity.Title,
            "source" => activity.Source,
            _ => throw new RejectedException(
                $"The file name knows no '{{{Safe(placeholder)}}}': use {{date}}, {{time}}, {{type}}, {{title}} or {{source}}."
            ),
        };

    private static string Shortened(string name, int bytes)
    {
        while (Encoding.UTF8.GetByteCount(name) > bytes)
        {
            name = name[..^(char.IsSurrogate(name[^1]) ? 2 : 1)];
        }

        return name.TrimEnd('.', '-', ' ');
    }

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.None, MatchTimeoutMilliseconds)]
    private static partial Regex Placeholder { get; }

    [GeneratedRegex(
        @"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        MatchTimeoutMilliseconds
    )]
    private static partial Regex Device { get; }
}
