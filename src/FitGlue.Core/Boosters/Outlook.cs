using FitGlue.Core.Activities;
using FitGlue.Core.Athletes;
using FitGlue.Core.Sources;

namespace FitGlue.Core.Boosters;

/// <summary>What a booster can count on in a pipeline, before any workout comes.</summary>
/// <param name="Source">Of the pipeline.</param>
public sealed record Outlook(SourceInfo Source)
{
    /// <summary>Registry ids of the sources that the person has connected.</summary>
    public IReadOnlyCollection<string> Connected { get; init; } = [];

    /// <summary>Those of them whose connection works and may read heart rate.</summary>
    public IReadOnlyCollection<string> MayGiveHeartRate { get; init; } = [];

    /// <summary>Whether one of them brings records of days: nights, readiness.</summary>
    public bool HasDayRecords { get; init; }

    public Athlete Athlete { get; init; } = Athlete.Unknown;

    /// <summary>Whether its workouts get a page that the world can look at.</summary>
    public bool HasPublicPage { get; init; }

    /// <summary>The boosters that come after it.</summary>
    public IReadOnlyList<LaterStep> Later { get; init; } = [];

    /// <summary>Whether workouts of the source ever have it.</summary>
    public bool Brings(ActivityData data) => (Source.Brings & data) == data;
}

/// <param name="Name">As the person knows it.</param>
public sealed record LaterStep(string Name, BoosterNeeds Needs);

/// <summary>What a booster says of its place in a pipeline while the person edits it.</summary>
/// <param name="CannotWork">True: it would skip every workout. False: it works, and there is something to know.</param>
/// <param name="Text">The cause and, where there is one, the next step.</param>
public sealed record Remark(bool CannotWork, string Text);
