using System.Text.RegularExpressions;

namespace FitGlue.Plugins.Expressions;

internal enum TokenKind
{
    Word,
    Number,
    Time,
    Text,
    Sign,
    End,
    Unknown,
}

/// <param name="Text">Of a quoted text what it says.</param>
/// <param name="Position">The first character is 1.</param>
internal sealed record Token(TokenKind Kind, string Text, int Position)
{
    public bool Is(string text) => Kind is TokenKind.Word or TokenKind.Sign && Text.Equals(text, StringComparison.OrdinalIgnoreCase);

    public SyntaxException Expected(string what) =>
        new(
            Position,
            Kind is TokenKind.End ? $"The rule ends where there should be {what}." : $"“{Text}” stands where there should be {what}."
        );

    public SyntaxException Refused(string problem) => new(Position, problem);
}

/// <summary>What is wrong with a rule. Only the parser throws it, and only the parser catches it.</summary>
internal sealed class SyntaxException(int position, string problem) : Exception(problem)
{
    public int Position => position;
}

/// <summary>The words of a rule, one after another.</summary>
internal sealed partial class TokenReader(string text)
{
    private readonly IReadOnlyList<Token> _tokens = [.. Split(text)];
    private int _at;

    public Token Next => Peek(0);

    public Token Second => Peek(1);

    public Token Take() => _at < _tokens.Count ? _tokens[_at++] : Next;

    public Token Take(TokenKind kind, string expected) => Next.Kind == kind ? Take() : throw Next.Expected(expected);

    /// <summary>A word or a quoted text.</summary>
    public Token TakeWord(string expected) => Next.Kind is TokenKind.Word or TokenKind.Text ? Take() : throw Next.Expected(expected);

    public bool TryTake(string text)
    {
        var found = Next.Is(text);
        _at += found ? 1 : 0;
        return found;
    }

    public void Take(string text, string expected)
    {
        if (!TryTake(text))
        {
            throw Next.Expected(expected);
        }
    }

    private Token Peek(int ahead) => _at + ahead < _tokens.Count ? _tokens[_at + ahead] : new(TokenKind.End, "", text.Length + 1);

    private static IEnumerable<Token> Split(string text) =>
        Pattern
            .Matches(text)
            .Select(match => new Token(
                KindOf(match),
                match.Groups["quoted"].Success ? Unquoted(match.Value) : match.Value,
                match.Index + 1
            ));

    private static TokenKind KindOf(Match match) =>
        match.Groups["quoted"].Success ? TokenKind.Text
        : match.Groups["time"].Success ? TokenKind.Time
        : match.Groups["number"].Success ? TokenKind.Number
        : match.Groups["word"].Success ? TokenKind.Word
        : match.Groups["sign"].Success ? TokenKind.Sign
        : TokenKind.Unknown;

    private static string Unquoted(string quoted) => Escape.Replace(quoted[1..^1], "${letter}");

    // An unfinished quotation falls to "unknown", as one token.
    [GeneratedRegex(
        """(?<quoted>"(\\[\s\S]|[^"\\])*"|'(\\[\s\S]|[^'\\])*')|(?<time>[0-9]{1,2}:[0-9]{2})|(?<number>[0-9]+(\.[0-9]+)?)|(?<word>\p{L}[\p{L}\p{N}_]*([.\-]\p{L}[\p{L}\p{N}_]*)*)|(?<sign>!=|<=|>=|\.\.|[=<>(),%\-])|(?<unknown>["'][\s\S]*|\S)""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking,
        1000
    )]
    private static partial Regex Pattern { get; }

    [GeneratedRegex(@"\\(?<letter>[\s\S])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escape { get; }
}
