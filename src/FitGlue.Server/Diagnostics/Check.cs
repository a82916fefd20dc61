namespace FitGlue.Server.Diagnostics;

public enum CheckState
{
    Ok,
    Warning,
    Failed,
}

/// <summary>One thing of the installation that was looked at.</summary>
/// <param name="Id">Stable; the same on the page, in the API and in the program.</param>
/// <param name="Text">What was found.</param>
/// <param name="Next">What to do; null: nothing.</param>
public sealed record Check(string Id, CheckState State, string Text, string? Next = null);
