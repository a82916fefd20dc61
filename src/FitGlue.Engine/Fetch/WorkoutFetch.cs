using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;

namespace FitGlue.Engine.Fetch;

/// <summary>Asks a source for a workout and the heart rate around it, or for a session, which brings its own.</summary>
public sealed class WorkoutFetch(SourceAccess access, Registry registry, TimeProvider time)
{
    /// <returns>Null: the source does not have it.</returns>
    /// <exception cref="UnreadableFetchException">It has something that is no workout.</exception>
    public async Task<Fetched?> WorkoutAsync(
        Connection connection,
        string objectId,
        string occasion,
        Finding foundBy,
        CancellationToken cancellationToken
    )
    {
        var requestedAt = time.GetUtcNow();
        FailPoint.Hit(FailPoint.WorkoutAsked);
        var (source, document) = await access.CallAsync(
            connection.Id,
            registry.Sources[connection.Source].CallFor(objectId),
            Urgency.Live,
            async (source, token) => (source, await source.FetchAsync(objectId, token, cancellationToken)),
            cancellationToken
        );
        FailPoint.Hit(FailPoint.WorkoutAnswered);
        if (document is null)
        {
            return null;
        }

        var fetched = new Fetched(document, requestedAt, null, requestedAt, occasion, foundBy);
        return await HeartRateAsync(connection.Id, source, fetched, cancellationToken);
    }

    /// <summary>The same workout with the heart rate that is there now.</summary>
    public async Task<Fetched> HeartRateAsync(Guid connectionId, ISource source, Fetched known, CancellationToken cancellationToken) =>
        Window(source, known) is not { } window ? known
        : source.OwnHeartRate(known.Workout) is { } own ? known.WithOwn(own)
        : await WithHeartRateAsync(connectionId, known, window.From, window.To, cancellationToken);

    /// <summary>Raw samples of any window; null where the person did not grant heart rate.</summary>
    /// <remarks>The workout still arrives then, and the connection's state says what is missing.</remarks>
    public async Task<IReadOnlyList<HeartRateSample>?> SamplesAsync(
        Guid connectionId,
        DateTimeOffset from,
        DateTimeOffset to,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        try
        {
            FailPoint.Hit(FailPoint.HeartRateAsked);
            var samples = await access.CallAsync(
                connectionId,
                SourceCall.HeartRate,
                urgency,
                (source, token) => source.FetchHeartRateAsync(from, to, token, cancellationToken),
                cancellationToken
            );
            FailPoint.Hit(FailPoint.HeartRateAnswered);
            return samples;
        }
        catch (LimitedException exception) when (exception.Code is TroubleCode.MissingScope)
        {
            // Nothing else: a lapsed membership or a wrong setting ends, and the workout waits for its heart rate until then.
            return null;
        }
    }

    /// <summary>From ten minutes before the workout to ten after it; null where the document holds none.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Window(ISource source, Fetched fetched)
    {
        try
        {
            return source.Map(fetched.Workout) is { } activity
                ? (activity.StartTime - HeartRate.Margin, activity.EndTime + HeartRate.Margin)
                : null;
        }
        catch (UnreadableDocumentException exception)
        {
            throw new UnreadableFetchException(fetched, exception);
        }
    }

    private async Task<Fetched> WithHeartRateAsync(
        Guid connectionId,
        Fetched fetched,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        var requestedAt = time.GetUtcNow();
        var samples = await SamplesAsync(connectionId, from, to, Urgency.Live, cancellationToken);
        return fetched with { HeartRate = samples, HeartRateRequestedAt = requestedAt };
    }
}

/// <summary>What the source sent cannot be read as a workout; it is kept with the reason.</summary>
public sealed class UnreadableFetchException(Fetched fetched, UnreadableDocumentException inner) : Exception(inner.Message, inner)
{
    public Fetched Fetched { get; } = fetched;
}
