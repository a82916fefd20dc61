using System.Text;

namespace FitGlue.Tests.Oura.Mutations;

/// <summary>What the network, a proxy or a broken server does to an answer without knowing what it is.</summary>
internal static class ByteMutations
{
    private static readonly int[] Statuses =
    [
        200,
        201,
        202,
        204,
        206,
        301,
        302,
        304,
        400,
        401,
        402,
        403,
        404,
        405,
        408,
        409,
        410,
        413,
        418,
        422,
        426,
        429,
        451,
        500,
        501,
        502,
        503,
        504,
        520,
        599,
    ];

    private static readonly byte[][] InvalidUtf8 =
    [
        [0xC0, 0xAF],
        [0xFF],
        [0x80],
        [0xED, 0xA0, 0x80],
        [0xF4, 0x90, 0x80, 0x80],
        [0xE2, 0x82],
    ];

    private static readonly string[] Tails = ["}", "]", ",", " null", "\0", "<!-- cached -->", "\r\n\r\nHTTP/1.1 200 OK"];

    private static readonly string[] Others =
    [
        "",
        " ",
        "null",
        "true",
        "0",
        "NaN",
        "1e400",
        "\"\"",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "{\"data\":null}",
        "{\"data\":{}}",
        "{\"data\":[]}",
        "{\"data\":[null,1,\"\",[],{}]}",
        "{\"data\":[],\"next_token\":1}",
        "{\"data\":[],\"next_token\":\"\\ud800\"}",
        "{\"detail\":\"ok\"}",
        "{\"error\":null}",
        "undefined",
        "OK",
        "%PDF-1.4",
        "\u001f\u008b\b",
        "--boundary",
        "data: {}\n\n",
    ];

    private static readonly string[] Details =
    [
        "\"membership\"",
        "\"subscription\"",
        "\"Not Found\"",
        "\"\"",
        "null",
        "1",
        "[]",
        "{}",
        "[{\"loc\":[1],\"msg\":\"membership\"}]",
        "{\"a\":{\"b\":[\"\\udc00\"]}}",
        "\"<script>\"",
    ];

    private static readonly string[] Errors =
    [
        "\"invalid_grant\"",
        "\"invalid_client\"",
        "\"invalid_request\"",
        "\"\"",
        "null",
        "[]",
        "1",
        "\"\\ud800\"",
        "\"INVALID\"",
    ];

    private static readonly string[] Waits =
    [
        "-1",
        "0",
        "315360000",
        "1e400",
        "NaN",
        "later",
        "",
        "9".PadRight(400, '9'),
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
    ];

    public static readonly IReadOnlyList<(string Name, Func<byte[], Random, Mutant> Mutate)> All =
    [
        ("cut anywhere", (body, draw) => new(body[..draw.Next(body.Length)])),
        ("cut to a few bytes", (body, draw) => new(body[..Math.Min(body.Length, draw.Next(4))])),
        ("cut before the end", (body, draw) => new(body[..^Math.Min(body.Length, draw.Next(1, 4))])),
        ("cut and broken off", (body, draw) => new(body[..draw.Next(body.Length)]) { Breaks = true, ContentLength = body.Length }),
        ("promises more", (body, draw) => new(body) { Breaks = true, ContentLength = body.Length + draw.Next(1, 10_000) }),
        ("promises the impossible", (body, _) => new(body) { ContentLength = long.MaxValue / 2 }),
        ("promises less", (body, draw) => Cut(body, draw.Next(body.Length))),
        ("flipped bits", Flip),
        ("bytes dropped", (body, draw) => Span(body, draw) is var (from, to) ? new([.. body[..from], .. body[to..]]) : new(body)),
        ("bytes repeated", (body, draw) => Span(body, draw) is var (from, to) ? new([.. body[..to], .. body[from..]]) : new(body)),
        ("bytes in between", Insert),
        ("invalid UTF-8", (body, draw) => Put(body, draw, InvalidUtf8[draw.Next(InvalidUtf8.Length)])),
        ("byte order mark", (body, draw) => new([.. draw.Next(2) is 0 ? "\uFEFF"u8 : "\uFEFF\uFEFF"u8, .. body])),
        ("UTF-16", (body, _) => new(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)))),
        ("twice", (body, _) => new([.. body, .. body])),
        ("something after it", (body, draw) => new([.. body, .. Encoding.UTF8.GetBytes(Tails[draw.Next(Tails.Length)])])),
        ("something else", (_, draw) => new(Encoding.UTF8.GetBytes(Others[draw.Next(Others.Length)]))),
        ("a page", (_, draw) => new(Page()) { ContentType = "text/html", Status = Statuses[draw.Next(Statuses.Length)] }),
        ("nested without end", (_, draw) => Nested(draw.Next(2) is 0 ? '[' : '{', draw.Next(60, 200_000))),
        ("another status", (body, draw) => new(body) { Status = Statuses[draw.Next(Statuses.Length)] }),
        ("a refusal", (_, draw) => new(Refusal(draw)) { Status = Statuses[draw.Next(Statuses.Length)] }),
        ("absurd headers", AbsurdHeaders),
    ];

    private static Mutant Cut(byte[] body, int length) => new(body[..length]) { ContentLength = length };

    private static Mutant Flip(byte[] body, Random draw)
    {
        byte[] flipped = [.. body];
        for (var left = draw.Next(1, 9); left > 0; left--)
        {
            flipped[draw.Next(flipped.Length)] ^= (byte)(1 << draw.Next(8));
        }

        return new(flipped);
    }

    private static (int From, int To) Span(byte[] body, Random draw)
    {
        var from = draw.Next(body.Length);
        return (from, draw.Next(from, Math.Min(body.Length, from + 200)));
    }

    private static Mutant Insert(byte[] body, Random draw)
    {
        var noise = new byte[draw.Next(1, 40)];
        draw.NextBytes(noise);
        return Put(body, draw, noise);
    }

    private static Mutant Put(byte[] body, Random draw, byte[] piece)
    {
        var at = draw.Next(body.Length);
        return new([.. body[..at], .. piece, .. body[at..]]);
    }

    private static byte[] Page() => [.. "<!DOCTYPE html><html><title>Sign in</title>membership subscription invalid_grant</html>"u8];

    private static Mutant Nested(char bracket, int depth) =>
        new(Encoding.UTF8.GetBytes(bracket is '[' ? new string('[', depth) : string.Concat(Enumerable.Repeat("{\"data\":", depth))));

    private static byte[] Refusal(Random draw) =>
        Encoding.UTF8.GetBytes(
            draw.Next(2) is 0
                ? $$"""{"detail":{{Details[draw.Next(Details.Length)]}}}"""
                : $$"""{"error":{{Errors[draw.Next(Errors.Length)]}}}"""
        );

    private static Mutant AbsurdHeaders(byte[] body, Random draw)
    {
        string Any() => Waits[draw.Next(Waits.Length)];
        return new(body)
        {
            Status = draw.Next(3) is 0 ? 200 : 429,
            ContentType = draw.Next(2) is 0 ? "text/plain; charset=klingon" : "",
            Headers =
            [
                ("Retry-After", Any()),
                ("Date", Any()),
                ("Age", Any()),
                ("X-RateLimit-Limit", Any()),
                ("X-RateLimit-Window", Any()),
                ("X-RateLimit-Reset", Any()),
                ("X-RateLimit-Tier", Any()),
            ],
        };
    }
}
