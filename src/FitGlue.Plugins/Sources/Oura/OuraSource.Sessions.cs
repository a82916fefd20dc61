using System.Runtime.CompilerServices;
using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Oura;
using Microsoft.Extensions.Logging;

namespace FitGlue.Plugins.Sources.Oura;

internal sealed partial class OuraSource
{
    public ScopeInfo SessionScope { get; } = OuraScopeReasons.Of(OuraScopeReasons.Session).Single();

    public string SessionPrefix => OuraSessions.Prefix;

    public IReadOnlyCollection<string> SessionKinds(object settings) => OuraSessions.Kinds((OuraSourceSettings)settings);

    public string? SessionKind(SourceDocument document) => OuraSessions.KindOf(document);

    public IReadOnlyList<HeartRateSample> SessionHeartRate(SourceDocument document) => OuraSessions.HeartRate(document);

    public async IAsyncEnumerable<SourceDocument> ListSessionsAsync(
        DateOnly from,
        DateOnly to,
        Secret accessToken,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var sessions = client.ListSessionsAsync(from, to, new(accessToken.Value), cancellationToken);
        await foreach (var session in OuraFaults.GuardAsync(sessions, OuraScopeReasons.Session))
        {
            if (OuraId.IsValid(session.Id))
            {
                yield return new(OuraSessions.ObjectIdOf(session.Id!), session.Json);
            }
            else
            {
                LogSessionWithoutId(logger);
            }
        }
    }

    public async Task<SourceDocument?> FetchSessionAsync(string objectId, Secret accessToken, CancellationToken cancellationToken)
    {
        if (!OuraSessions.IsSession(objectId) || !OuraId.IsValid(OuraSessions.IdOf(objectId)))
        {
            throw new RejectedException("This is not an id of one of Oura's sessions; nothing was asked.");
        }

        var session = await OuraFaults.GuardAsync(
            client.GetSessionAsync(OuraSessions.IdOf(objectId), new(accessToken.Value), cancellationToken),
            OuraScopeReasons.Session
        );
        return session is null ? null : new(objectId, session.Json);
    }

    [LoggerMessage(LogLevel.Warning, "Oura listed a session without a usable id; it cannot be imported")]
    private static partial void LogSessionWithoutId(ILogger logger);
}
