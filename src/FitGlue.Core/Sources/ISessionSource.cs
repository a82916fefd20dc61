using FitGlue.Core.Activities;

namespace FitGlue.Core.Sources;

/// <summary>
/// A source whose app also records sessions, a meditation say, each with heart rate of its own. None is imported unless a pipeline of the
/// person takes its kind.
/// </summary>
/// <remarks>A session is a document and an activity as a workout is; <see cref="ISource.Map"/> reads both.</remarks>
public interface ISessionSource : IFilteringSource
{
    /// <summary>Asked for at the sign-in of whoever takes sessions.</summary>
    ScopeInfo SessionScope { get; }

    /// <summary>Begins the id of every session and of no workout: they share documents and activities.</summary>
    string SessionPrefix { get; }

    /// <summary>The kinds that a pipeline takes; pure.</summary>
    /// <param name="settings">An instance of the type of <see cref="IFilteringSource.Settings"/>.</param>
    IReadOnlyCollection<string> SessionKinds(object settings);

    /// <summary>What kind of session a document is of; pure and total. Null: it does not say.</summary>
    string? SessionKind(SourceDocument document);

    /// <summary>The samples of a session, which are part of its document, by time; pure and total. Holes stay holes.</summary>
    IReadOnlyList<HeartRateSample> SessionHeartRate(SourceDocument document);

    /// <summary>Lists the sessions of all kinds whose local day lies in [from, to]. Every call may throw a <see cref="ServiceException"/>.</summary>
    IAsyncEnumerable<SourceDocument> ListSessionsAsync(DateOnly from, DateOnly to, Secret accessToken, CancellationToken cancellationToken);

    /// <summary>Null: the source does not have it (404).</summary>
    Task<SourceDocument?> FetchSessionAsync(string objectId, Secret accessToken, CancellationToken cancellationToken);
}
