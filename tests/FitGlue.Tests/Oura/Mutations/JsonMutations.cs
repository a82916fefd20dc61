using System.Text;
using System.Text.Json;

namespace FitGlue.Tests.Oura.Mutations;

/// <summary>What another version of a service does to an answer: at one place of the tree a field or a value is not what it was.</summary>
internal sealed class JsonMutations
{
    private static readonly string[] Names = ["\"\"", "\"ID\"", "\"\\ud800\"", "\"__proto__\"", "\"data\"", "\"day \"", "\"next_token\""];
    private static readonly string[] Values =
    [
        "\"\"",
        "\"x\"",
        "0",
        "-1",
        "1.5",
        "true",
        "false",
        "[]",
        "{}",
        "[null]",
        "{\"id\":1}",
        "\"null\"",
    ];
    private static readonly string[] Texts =
    [
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\"\\r\\nSet-Cookie: a=b\"",
        "\"../../x\"",
        "\"%2e%2e\"",
        "\"<script>\"",
        "\"\\u202e\"",
        "\"'; drop\"",
        "\"💓\"",
    ];
    private static readonly string[] Numbers =
    [
        "1e400",
        "-1e400",
        "1e308",
        "-1e308",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551616",
        "1e-400",
        "-0.0",
        "2147483648",
        "0.1e1",
        "1e14",
        "253402300800000",
        "1E+5",
    ];
    private static readonly string[] NoNumbers = ["NaN", "Infinity", "-Infinity", "0x10", "01", "+1", ".5", "1.", "1e", "--1"];
    private static readonly string[] Times =
    [
        "\"2026-02-30\"",
        "\"0000-00-00\"",
        "\"9999-12-31\"",
        "\"0001-01-01\"",
        "\"2026-03-20T24:00:00+01:00\"",
        "\"9999-12-31T23:59:59-14:00\"",
        "\"0001-01-01T00:00:00+14:00\"",
        "\"2026-03-20T10:00:00\"",
        "\"2026-03-20T10:00:00+99:00\"",
        "\"2026-03-20T10:00:60Z\"",
        "\"2026-03-20T10:00:00.123456789012+01:00\"",
        "\"-2026-03-20\"",
        "\"20260320\"",
        "1774000000",
        "\"2026-03-20T10:00Z\"",
        "\"now\"",
    ];

    public static readonly IReadOnlyList<(string Name, Func<Place, Random, string> Write)> All =
    [
        ("field dropped", (_, _) => ""),
        ("field twice", (place, _) => $"{place},{place}"),
        ("field twice, then another value", (place, draw) => $"{place},{place.With(Any(Values, draw))}"),
        ("field renamed", (place, draw) => place.Named(Any(Names, draw))),
        ("null", (place, _) => place.With("null")),
        ("another type", (place, draw) => place.With(Any(Values, draw))),
        ("huge number", (place, draw) => place.With(Any(Numbers, draw))),
        ("no number", (place, draw) => place.With(Any(NoNumbers, draw))),
        ("odd text", (place, draw) => place.With(Any(Texts, draw))),
        ("odd time", (place, draw) => place.With(Any(Times, draw))),
        ("long text", (place, draw) => place.With($"\"{new string('7', 1 << draw.Next(4, 18))}\"")),
        ("in a list", (place, _) => place.With($"[{place.Value}]")),
        ("deep inside", (place, draw) => Deep(place, draw.Next(2, 200))),
        ("many times", (place, draw) => place.With($"[{string.Join(',', Enumerable.Repeat(Short(place.Value), draw.Next(2, 200)))}]")),
        ("as text", (place, _) => place.With(JsonSerializer.Serialize(place.Value))),
    ];

    private readonly StringBuilder _text = new();
    private readonly Func<Place, string> _write;
    private int _left;

    private JsonMutations(int target, Func<Place, string> write) => (_left, _write) = (target, write);

    public static Mutant Mutate(byte[] body, Func<Place, Random, string> write, Random draw)
    {
        using var json = JsonDocument.Parse(body);
        var writer = new JsonMutations(draw.Next(CountOf(json.RootElement)), place => write(place, draw));
        writer.Write(new(null, ""), json.RootElement);
        return new(Encoding.UTF8.GetBytes(writer._text.ToString()));
    }

    private static int CountOf(JsonElement element) =>
        1
        + element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Sum(property => CountOf(property.Value)),
            JsonValueKind.Array => element.EnumerateArray().Sum(CountOf),
            _ => 0,
        };

    /// <returns>Whether anything was written.</returns>
    private bool Write(Place place, JsonElement element)
    {
        if (_left-- == 0)
        {
            var written = _write(place with { Value = element.GetRawText() });
            _text.Append(written);
            return written.Length > 0;
        }

        _text.Append(place.Prefix);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteAll('{', element.EnumerateObject().Select(p => (new Place(JsonSerializer.Serialize(p.Name), ""), p.Value)), '}');
                break;
            case JsonValueKind.Array:
                WriteAll('[', element.EnumerateArray().Select(item => (new Place(null, ""), item)), ']');
                break;
            default:
                _text.Append(element.GetRawText());
                break;
        }

        return true;
    }

    private void WriteAll(char open, IEnumerable<(Place Place, JsonElement Value)> members, char close)
    {
        _text.Append(open);
        var separate = false;
        foreach (var (place, value) in members)
        {
            var length = _text.Length;
            if (separate)
            {
                _text.Append(',');
            }

            if (Write(place, value))
            {
                separate = true;
            }
            else
            {
                _text.Length = length;
            }
        }

        _text.Append(close);
    }

    private static string Deep(Place place, int depth) => place.With(new string('[', depth) + place.Value + new string(']', depth));

    private static string Short(string value) => value.Length > 2000 ? "{}" : value;

    private static string Any(string[] choices, Random draw) => choices[draw.Next(choices.Length)];
}

/// <summary>A place in a JSON tree.</summary>
/// <param name="Name">Quoted; null in a list and at the root.</param>
/// <param name="Value">As it was, raw.</param>
internal sealed record Place(string? Name, string Value)
{
    public string Prefix => Name is null ? "" : Name + ":";

    public string With(string value) => Prefix + value;

    public string Named(string name) => Name is null ? Value : $"{name}:{Value}";

    public override string ToString() => Prefix + Value;
}
