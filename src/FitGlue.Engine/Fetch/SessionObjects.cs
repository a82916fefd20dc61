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

    /// <summary>Whether a document is of a kind that is wanted; a workout is.</summary>
    public static bool IsWanted(this ISource source, SourceDocument document, IReadOnlySet<string> kinds) =>
        !source.IsSession(document.ObjectId) || (((ISessionSource)source).SessionKind(document) is { } kind && kinds.Contains(kind));

    /// <summary>Without sessions.</summary>
    public static IQueryable<ActivityRow> OnlyWorkouts(this IQueryable<ActivityRow> activities, ISource source)
    {
        if (source is not ISessionSource sessions)
        {
            return activities;
        }

        var pattern = $"{sessions.SessionPrefix}%";
        return activities.Where(row => !EF.Functions.Like(row.ExternalId, pattern));
    }
}
