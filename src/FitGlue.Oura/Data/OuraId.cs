namespace FitGlue.Oura;

/// <summary>Ids come from outside, in webhooks too, and go into addresses: only what looks like one is let through.</summary>
public static class OuraId
{
    private const int Longest = 128;

    /// <summary>Whether the text is letters, digits, <c>-</c> and <c>_</c> only, 1 to 128 of them. Oura's are UUIDs and dashed hex.</summary>
    public static bool IsValid(string? id) =>
        id is { Length: > 0 and <= Longest } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
