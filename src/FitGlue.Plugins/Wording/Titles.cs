using System.Globalization;

namespace FitGlue.Plugins.Wording;

/// <summary>Titles that a template made.</summary>
internal static class Titles
{
    /// <summary>Characters, the ellipsis of one that was cut among them.</summary>
    public const int Longest = 255;

    private const string Ellipsis = "…";

    /// <summary>Cut behind the last whole word that fits, or within a word that is longer than half of it all.</summary>
    public static string Bounded(string title)
    {
        if (title.Length <= Longest)
        {
            return title;
        }

        var room = Longest - Ellipsis.Length;
        var end = title.LastIndexOf(' ', room);
        return (end > Longest / 2 ? title[..end] : WholeSigns(title, room)).TrimEnd() + Ellipsis;
    }

    // What a person sees as one sign may be several characters.
    private static string WholeSigns(string text, int room)
    {
        var end = 0;
        while (end + StringInfo.GetNextTextElementLength(text, end) is var next && next <= room)
        {
            end = next;
        }

        return text[..end];
    }
}
