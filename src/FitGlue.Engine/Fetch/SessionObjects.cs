using System.Collections.Frozen;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Workouts and sessions share ids, documents and activities; what tells them apart is here.</summary>
internal static class SessionObjects
{
    public static bool IsSession(this ISource source, string objectId) =>
        source is ISessionSource sessions && objectId.StartsWith(sessions.SessionPrefix, StringComparison.Ordinal);

    /// <summary>What a call for an object is for.</summary>
    public static SourceCall CallFor(this ISource source, string objectId) =>
        source.IsSession(objectId) ? SourceCall.Sessions : SourceCall.Workouts;

    /// <summary>Null: the source does not have it (404).</summary>
    public static Task<SourceDocument?> FetchAsync(
        this IConnectedSource source,
        string objectId,
        Secret accessToken,
        CancellationToken cancellationToken
    ) =>
        source.IsSession(objectId)
            ? ((ISessionSource)source).FetchSessionAsync(objectId, accessToken, cancellationToken)
            : source.FetchWorkoutAsync(objectId, accessToken, cancellationToken);

    /// <summary>The heart rate that a document brings itself, so that nobody is asked for it; null: it has to be asked for.</summary>
    public static IReadOnlyList<HeartRateSample>? OwnHeartRate(this ISource source, SourceDocument document) =>
        source.IsSession(document.ObjectId) ? ((ISessionSource)source).SessionHeartRate(document) : null;

    /// <summary>Without sessions.</summary>
    public static IQueryable<ActivityRow> OnlyWorkouts(this IQueryable<ActivityRow> activities, ISource source)
    {
        if (source is not ISessionSource sessions)
        {
            return activities;
        }

        var pattern = PatternOf(sessions);
        return activities.Where(row => !EF.Functions.Like(row.ExternalId, pattern));
    }

    public static IQueryable<ActivityRow> OnlySessions(this IQueryable<ActivityRow> activities, ISessionSource source)
    {
        var pattern = PatternOf(source);
        return activities.Where(row => EF.Functions.Like(row.ExternalId, pattern));
    }

    private static string PatternOf(ISessionSource source) => $"{source.SessionPrefix}%";
}

/// <summary>The sessions that may be asked for.</summary>
/// <param name="Kinds">Those that a pipeline takes.</param>
/// <param name="Imported">Ids of what is here already: it is followed whatever its kind, until it is deleted.</param>
public sealed record SessionWish(IReadOnlySet<string> Kinds, IReadOnlySet<string> Imported)
{
    public static SessionWish Nothing { get; } = new(FrozenSet<string>.Empty, FrozenSet<string>.Empty);

    public bool IsNothing => Kinds.Count == 0 && Imported.Count == 0;

    /// <summary>Whether a document is wanted; a workout is.</summary>
    internal bool Takes(ISource source, SourceDocument document) =>
        !source.IsSession(document.ObjectId)
        || Imported.Contains(document.ObjectId)
        || (((ISessionSource)source).SessionKind(document) is { } kind && Kinds.Contains(kind));
}
