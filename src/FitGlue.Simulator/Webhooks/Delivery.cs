namespace FitGlue.Simulator;

/// <summary>One try to deliver an event.</summary>
public sealed record DeliveryTry
{
    public required string EventType { get; init; }

    public required string DataType { get; init; }

    public required string ObjectId { get; init; }

    public required string UserId { get; init; }

    public required string SubscriptionId { get; init; }

    public required string CallbackUrl { get; init; }

    public required int Attempt { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The <c>event_time</c> in its body.</summary>
    public required DateTimeOffset EventTime { get; init; }

    /// <summary>What the receiver answered; null where it did not.</summary>
    public int? Status { get; init; }

    public required DeliveryOutcome Outcome { get; init; }
}

public enum DeliveryOutcome
{
    Accepted,
    Retrying,

    /// <summary>The last try failed.</summary>
    GivenUp,

    /// <summary>The receiver answered 410: its subscription is gone.</summary>
    Canceled,

    /// <summary>Lost on purpose.</summary>
    Lost,

    /// <summary>The subscription had expired or was deleted in the meantime.</summary>
    Dropped,
}
