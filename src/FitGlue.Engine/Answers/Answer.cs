namespace FitGlue.Engine.Answers;

/// <summary>What is said to a question of a person, from that person's own data.</summary>
public sealed record Answer
{
    /// <summary>One of <see cref="Questions"/>; the same on pages, in the API and in the program.</summary>
    public required string Question { get; init; }

    /// <summary>Stable: support texts and programs rely on it.</summary>
    public required string Verdict { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>The verdict in one line.</summary>
    public required string Headline { get; init; }
    public required Move Move { get; init; }

    /// <summary>What the one whose move it is does next; null: nothing.</summary>
    public string? NextStep { get; init; }

    /// <summary>The page where that is done, if it is one of ours.</summary>
    public string? Link { get; init; }

    /// <summary>What this server has done about it already.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];
    public IReadOnlyList<Number> Numbers { get; init; } = [];

    /// <summary>A table of its own, such as the nights; empty where there is none.</summary>
    public IReadOnlyList<Detail> Details { get; init; } = [];

    /// <summary>The case as JSON without names, tokens, addresses and foreign ids, to be shown to anybody.</summary>
    public string Case { get; init; } = "";
}

/// <summary>How much it matters.</summary>
public enum Severity
{
    Well,
    Note,
    Warning,
    Problem,
}

/// <summary>Who has to do something next.</summary>
public enum Move
{
    Nobody,

    /// <summary>The person.</summary>
    You,

    /// <summary>This server, or whoever runs it.</summary>
    Us,

    /// <summary>The service that the data comes from.</summary>
    Source,
}

/// <summary>One figure or one instant of the evidence; neither: not known.</summary>
/// <param name="Unit">Empty for plain counts; <c>s</c> for durations.</param>
public sealed record Number(string Label, double? Value, string Unit = "", DateTimeOffset? At = null)
{
    internal static Number Of(string label, int? count, string unit = "") => new(label, count, unit);

    internal static Number Of(string label, TimeSpan? duration) => new(label, duration?.TotalSeconds, "s");

    internal static Number Of(string label, DateTimeOffset? at) => new(label, null, "", at);

    internal static Number Share(string label, double? share) => new(label, share is { } known ? Math.Floor(known * 100) : null, "%");
}

/// <summary>One row of a table that belongs to an answer.</summary>
public sealed record Detail(string What, string State);

/// <summary>The questions that people ask of such a program.</summary>
public static class Questions
{
    public const string NoActivities = "no-activities";
    public const string HeartRateSparse = "heart-rate-sparse";
    public const string DelayedSync = "delayed-sync";
    public const string NoSleep = "no-sleep";

    public static IReadOnlyList<string> All { get; } = [NoActivities, HeartRateSparse, DelayedSync, NoSleep];

    /// <summary>As a person asks it.</summary>
    public static string TitleOf(string question) =>
        question switch
        {
            NoActivities => "No activities detected",
            HeartRateSparse => "Heart rate is sparse",
            DelayedSync => "Sync is delayed",
            NoSleep => "No sleep data",
            _ => question,
        };

    /// <summary>What it is about: where all is well nobody asks.</summary>
    public static string SubjectOf(string question) =>
        question switch
        {
            NoActivities => "Activities",
            HeartRateSparse => "Heart rate",
            DelayedSync => "Sync",
            NoSleep => "Sleep",
            _ => question,
        };
}
