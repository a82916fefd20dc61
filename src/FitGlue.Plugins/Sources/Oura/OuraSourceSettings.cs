using System.ComponentModel.DataAnnotations;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>Which workouts and sessions a pipeline takes. As they are they hold no workout back and take no session.</summary>
public sealed record OuraSourceSettings
{
    [Display(Name = "Shortest workout", Description = "In minutes. The ring detects every walk of ten minutes; 0 takes them all.")]
    [Range(0, 600)]
    public int MinimumMinutes { get; init; }

    [Display(Name = "Kinds", Description = "Such as 'walking, house work', separated by commas. Empty: the kind does not matter.")]
    [RegularExpression(
        @"[\p{L}\p{N} ,_'\-]{0,500}",
        ErrorMessage = "Kinds are words separated by commas, such as 'walking, house work', 500 characters at most."
    )]
    public string Kinds { get; init; } = "";

    [Display(Name = "What becomes of these kinds")]
    public KindRule KindRule { get; init; }

    [Display(
        Name = "Detection",
        Description = "Confirmed: what the ring detected by itself has to be confirmed in the Oura app. Recorded: only what you entered or recorded yourself."
    )]
    public DetectionRule Detection { get; init; }

    [Display(Name = "Lowest intensity", Description = "In Oura's words.")]
    public LowestIntensity MinimumIntensity { get; init; }

    [Display(
        Name = "Sessions: breathing",
        Description = "Sessions of the Oura app are imported where a pipeline takes their kind, with their own heart rate; the rules above are not for them. The permission 'session' is needed: after you switched on the first kind, reconnect Oura on the Connections page."
    )]
    public bool BreathingSessions { get; init; }

    [Display(Name = "Sessions: meditation")]
    public bool MeditationSessions { get; init; }

    [Display(Name = "Sessions: nap")]
    public bool NapSessions { get; init; }

    [Display(Name = "Sessions: relaxation")]
    public bool RelaxationSessions { get; init; }

    [Display(Name = "Sessions: rest")]
    public bool RestSessions { get; init; }

    [Display(Name = "Sessions: body status")]
    public bool BodyStatusSessions { get; init; }
}

public enum KindRule
{
    HoldBack,

    /// <summary>And hold back every other kind.</summary>
    TakeOnly,
}

public enum DetectionRule
{
    Any,

    /// <summary>All but what the ring detected and nobody confirmed.</summary>
    Confirmed,

    /// <summary>Entered by hand, or recorded with heart rate in the app.</summary>
    Recorded,
}

public enum LowestIntensity
{
    Easy,
    Moderate,
    Hard,
}
