using FitGlue.Core.Activities;

namespace FitGlue.Core.Sources;

/// <summary>What every source says of itself and how its documents are read.</summary>
public interface ISource
{
    SourceInfo Info { get; }

    /// <summary>Reads a document; pure. Null where the document holds no workout (a nap, say).</summary>
    /// <exception cref="UnreadableDocumentException">The document lacks what a workout cannot do without.</exception>
    Activity? Map(SourceDocument document);
}

/// <summary>A document that is no workout in any reading. Its bytes are kept; the message names the field.</summary>
public sealed class UnreadableDocumentException(string message, Exception? inner = null) : Exception(message, inner);

/// <param name="Id">Registry id, lower case.</param>
/// <param name="Scopes">What is asked for, each with the reason that the person reads.</param>
public sealed record SourceInfo(string Id, string Name, Tier Tier, string Summary, IReadOnlyList<ScopeInfo> Scopes)
{
    /// <summary>The app on the phone that brings the data in, as in “open the … app”.</summary>
    public string App { get; init; } = Name;

    /// <summary>What the person wears, as in “your … last reached”.</summary>
    public string Device { get; init; } = "device";

    /// <summary>What its workouts may have; a booster that needs something else says so in the pipeline editor.</summary>
    public ActivityData Brings { get; init; } = ActivityData.All;
}

/// <param name="Scope">The provider's word.</param>
/// <param name="Reason">What it is used for, one sentence.</param>
/// <param name="Required">False where the source works without it, with less.</param>
/// <param name="Use">What part of the program needs it.</param>
public sealed record ScopeInfo(string Scope, string Reason, bool Required, ScopeUse Use = ScopeUse.Other)
{
    /// <summary>What it costs not to grant it, one sentence; null: nothing to speak of.</summary>
    public string? Without { get; init; }
}

public enum ScopeUse
{
    Other,
    Workouts,
    HeartRate,

    /// <summary>Records of days: readiness, sleep, movement.</summary>
    Days,

    /// <summary>Whose body it is: age, sex, weight.</summary>
    Athlete,
    Sessions,
}

/// <summary>What a source sent, untouched.</summary>
/// <param name="ObjectId">The source's id of the object.</param>
/// <param name="Json">The object's JSON as it came.</param>
public sealed record SourceDocument(string ObjectId, string Json)
{
    /// <summary>The file that a person brought, for an <see cref="IFileSource"/>; there is no JSON then.</summary>
    public ReadOnlyMemory<byte> File { get; init; }

    /// <summary>Where the person who brought the file says that it was recorded; null: nobody said.</summary>
    public TimeZoneInfo? TimeZone { get; init; }
}
