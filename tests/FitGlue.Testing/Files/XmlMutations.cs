using System.Text;
using System.Text.RegularExpressions;

namespace FitGlue.Testing.Files;

/// <summary>What careless programs and hostile people put into XML.</summary>
public static partial class XmlMutations
{
    private static readonly string[] Values =
    [
        "",
        "0",
        "-1",
        "255",
        "1e308",
        "-1e308",
        "1e400",
        "NaN",
        "INF",
        "99999999999999999999",
        "12,5",
        "0x10",
        "true",
        "2026-09-12T04:30:00Z",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "1990-01-01T00:00:00-14:00",
        "2026-02-30T00:00:00Z",
        "2026-09-12",
        "04:30",
        "💪",
        "&#0;",
        "&amp;",
        "&x;",
        "<a>1</a>",
        "<![CDATA[ 7 ]]>",
        "<!-- 7 -->7",
    ];

    private static readonly string[] Names =
    [
        "Lap",
        "Track",
        "Trackpoint",
        "Activity",
        "Course",
        "Time",
        "trk",
        "trkseg",
        "trkpt",
        "time",
        "Value",
        "x:y",
        "gpx",
    ];

    private static readonly string[] Heads =
    [
        "<!DOCTYPE a [<!ENTITY x \"yyyyyyyyyy\">]>",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x\">",
        "<?xml version=\"1.1\"?>",
        "<?xml version=\"1.0\" encoding=\"klingon\"?>",
        "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
        "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>",
        " \n\t",
        "\uFEFF\uFEFF",
    ];

    private static readonly Func<string, Random, string>[] All =
    [
        (text, draw) => Replace(text, draw, TextOf, _ => Values[draw.Next(Values.Length)]),
        (text, draw) =>
            Replace(text, draw, AttributeOf, _ => Values[draw.Next(Values.Length)].Replace("<", "&lt;", StringComparison.Ordinal)),
        (text, draw) => Replace(text, draw, NameOf, _ => Names[draw.Next(Names.Length)]),
        (text, draw) => Replace(text, draw, Element, _ => ""),
        (text, draw) => Replace(text, draw, Element, match => string.Concat(Enumerable.Repeat(match, draw.Next(2, 30)))),
        (text, draw) => Replace(text, draw, Tag, _ => ""),
        (text, draw) =>
            Heads[draw.Next(Heads.Length)]
            + (draw.Next(2) == 0 ? text : text[Math.Max(text.IndexOf("?>", StringComparison.Ordinal) + 2, 0)..]),
        (text, draw) => text.Insert(draw.Next(text.Length), Values[draw.Next(Values.Length)]),
        (text, draw) => text.Insert(draw.Next(text.Length), string.Concat(Enumerable.Repeat("<a>", draw.Next(1, 60)))),
        (text, draw) => text[..draw.Next(text.Length)],
        (text, _) => text + text,
    ];

    public static byte[] Of(byte[] file, Random draw)
    {
        var text = Encoding.UTF8.GetString(file);
        for (var changes = draw.Next(1, 5); changes > 0 && text.Length > 1; changes--)
        {
            text = All[draw.Next(All.Length)](text, draw);
        }

        Encoding encoding = draw.Next(20) == 0 ? Encoding.Unicode : Encoding.UTF8;
        return draw.Next(10) == 0 ? [.. encoding.GetPreamble(), .. encoding.GetBytes(text)] : encoding.GetBytes(text);
    }

    private static string Replace(string text, Random draw, Regex what, Func<string, string> with)
    {
        // One match from anywhere on: looking for all of them takes longer than reading the file.
        var match = what.Match(text, draw.Next(text.Length));
        return match.Success
            ? string.Concat(text.AsSpan(0, match.Index), with(match.Value), text.AsSpan(match.Index + match.Length))
            : text;
    }

    [GeneratedRegex("(?<=>)[^<>]+(?=<)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TextOf { get; }

    [GeneratedRegex("(?<==\")[^\"<]*(?=\")", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AttributeOf { get; }

    [GeneratedRegex("(?<=</?)[A-Za-z:]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameOf { get; }

    [GeneratedRegex(@"<(?<name>[A-Za-z:]+)[^<>]*>[^<>]*</\k<name>>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Element { get; }

    [GeneratedRegex("<[^<>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag { get; }
}
