using FitGlue.Core.Activities;

namespace FitGlue.Plugins.Expressions;

/// <summary>One of a few words.</summary>
/// <param name="words">In their order, where they have one; other spellings follow a comma.</param>
internal sealed class Choice(string what, bool ordered, bool wraps, params IReadOnlyList<string> words) : ValueKind
{
    private readonly string[][] _spellings = [.. words.Select(word => word.Split(','))];

    public static Choice Weekday { get; } =
        new(
            "a weekday",
            true,
            true,
            "mon,monday",
            "tue,tuesday",
            "wed,wednesday",
            "thu,thursday",
            "fri,friday",
            "sat,saturday",
            "sun,sunday"
        );

    public static Choice Intensity { get; } = new("an intensity", true, false, "easy", "moderate", "hard");

    public static Choice Grade { get; } = new("a grade", true, false, "none", "sparse", "moderate", "continuous");

    public static Choice Detection { get; } =
        new("a way of detection", false, false, "autodetected", "confirmed", "manual", "workout_heart_rate,workoutheartrate");

    public override string Expected => $"{what}: {string.Join(", ", _spellings.Select(word => word[0]))}";

    public override bool IsOrdered => ordered;

    public override bool Wraps => wraps;

    /// <summary>Null: a word that is none of them, or none.</summary>
    public Literal? Find(string? word) =>
        Array.FindIndex(_spellings, spellings => spellings.Contains(word, StringComparer.OrdinalIgnoreCase)) is >= 0 and var index
            ? new Literal.Amount(index)
            : null;

    public override Literal Read(TokenReader tokens)
    {
        var token = tokens.TakeWord(Expected);
        return Find(token.Text)
            ?? throw token.Refused($"“{token.Text}” is not {Expected}.{Suggestion.Of(token.Text, _spellings.SelectMany(word => word))}");
    }

    public override string TextOf(Literal literal) => _spellings[literal is Literal.Amount amount ? (int)amount.Number : 0][0];
}

/// <summary>A canonical kind of workout or of session, in any spelling that is known.</summary>
internal sealed class SportWord : ValueKind
{
    public static SportWord Instance { get; } = new();

    public override string Expected => "a kind such as running, “strength training” or meditation";

    public static Literal Of(Sport sport) => new Literal.Text(sport.Key);

    public override Literal Read(TokenReader tokens)
    {
        var token = tokens.TakeWord(Expected);
        return Sports.FindKind(token.Text) is { } sport ? Of(sport) : throw token.Refused(WordList.NoKind(token.Text));
    }

    public override string TextOf(Literal literal) => literal is Literal.Text text ? text.Words : Sport.Other.Key;
}

/// <summary>Any text. Upper and lower case are the same.</summary>
/// <param name="isList">The field has several: then containing one means having it.</param>
/// <param name="isId">A word of a program: separators do not matter either.</param>
internal sealed class AnyText(bool isList = false, bool isId = false) : ValueKind
{
    public static AnyText Free { get; } = new();

    public static AnyText Id { get; } = new(isId: true);

    public static AnyText List { get; } = new(isList: true);

    public override string Expected => "a text such as \"commute\"";

    public override bool CanContain => true;

    public override bool IsList => isList;

    public override Literal Read(TokenReader tokens) => new Literal.Text(tokens.TakeWord(Expected).Text);

    public override string TextOf(Literal literal) =>
        literal is Literal.Text text
            ? $"\"{text.Words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : "\"\"";

    public override int Compare(Literal left, Literal right) => isId && Normal(left) == Normal(right) ? 0 : base.Compare(left, right);

    public override bool Contains(Literal whole, Literal part) =>
        isList
            ? Compare(whole, part) == 0
            : whole is Literal.Text text
                && part is Literal.Text piece
                && text.Words.Contains(piece.Words, StringComparison.OrdinalIgnoreCase);

    // A text without letters has nothing to normalize; it is compared as it is.
    private static string? Normal(Literal literal) =>
        literal is Literal.Text text && Sports.Normalize(text.Words) is { Length: > 0 } normal ? normal : null;
}

/// <summary>Yes or no. It stands by itself: <c>not distance.estimated</c>.</summary>
internal sealed class YesOrNo : ValueKind
{
    public static YesOrNo Instance { get; } = new();

    public override string Expected => "nothing: it is true or false by itself";

    public override Literal Read(TokenReader tokens) => throw tokens.Next.Expected(Expected);

    public override string TextOf(Literal literal) => literal == Literal.Yes ? "yes" : "no";
}
