namespace FitGlue.Core.Sources;

/// <summary>A source that calls us when something changed.</summary>
public interface INotifyingSource
{
    /// <summary>Verifies and reads a webhook; pure and total: no input makes it throw.</summary>
    WebhookReading ReadWebhook(WebhookRequest request);

    /// <summary>Answers the handshake by which the provider checks our address; null: refused.</summary>
    /// <returns>The JSON to answer with.</returns>
    string? AnswerChallenge(IReadOnlyDictionary<string, string> query);

    /// <summary>Whether webhooks are wanted, given that the server has a public address or not.</summary>
    bool WantsWebhooks(bool hasPublicUrl);

    /// <summary>Makes the provider's subscriptions match what we need, and lists them to see that they are there; safe to repeat.</summary>
    /// <param name="withSessions">Whether somebody takes sessions, too.</param>
    Task<SubscriptionStatus> EnsureSubscriptionsAsync(Uri callbackUrl, bool withSessions, CancellationToken cancellationToken);

    /// <summary>Removes ours, and nobody else's; safe to repeat.</summary>
    Task RemoveSubscriptionsAsync(Uri callbackUrl, CancellationToken cancellationToken);
}

/// <summary>What the provider's list says of our subscriptions.</summary>
/// <param name="NextCheckAt">When to look again, which is well before the first of them ends.</param>
/// <param name="EndsAt">When the first of them ends; null: the provider does not say.</param>
/// <param name="Count">How many are in order.</param>
/// <param name="Repaired">How many had to be made, renewed or pointed to our address this time.</param>
public sealed record SubscriptionStatus(DateTimeOffset NextCheckAt, DateTimeOffset? EndsAt, int Count, int Repaired);

/// <param name="Body">The bytes as they came: signatures are over these.</param>
/// <param name="Headers">Every header with every value, names in any case.</param>
public sealed record WebhookRequest(ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, IReadOnlyList<string>> Headers);

public abstract record WebhookReading
{
    private WebhookReading() { }

    public sealed record Accepted(SourceEvent Event) : WebhookReading;

    /// <summary>The signature is right, the content is not: kept aside with the reason.</summary>
    public sealed record Unreadable(string Reason) : WebhookReading;

    /// <summary>Not from the provider: nothing is kept.</summary>
    public sealed record Rejected(string Reason) : WebhookReading;
}

public enum SourceEventType
{
    Create,
    Update,
    Delete,
}

/// <summary>A source said that something changed: a hint, the fetch is the truth.</summary>
/// <param name="DataType">The provider's word for the kind of object.</param>
/// <param name="ObjectId">As in <see cref="SourceDocument.ObjectId"/>.</param>
/// <param name="ConcernsWorkouts">It is of a workout or a session; false for kinds that we keep but do not act on.</param>
public sealed record SourceEvent(
    string ExternalUserId,
    string DataType,
    string ObjectId,
    SourceEventType EventType,
    DateTimeOffset EventTime,
    bool ConcernsWorkouts
);
