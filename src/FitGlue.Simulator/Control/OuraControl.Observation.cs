namespace FitGlue.Simulator;

public sealed partial class OuraControl
{
    public IReadOnlyList<SubscriptionSummary> Subscriptions =>
        _store.Read(s =>
            s.Subscriptions.Select(x => new SubscriptionSummary(x.Id, x.ClientId, x.CallbackUrl, x.EventType, x.DataType, x.ExpirationTime))
                .ToArray()
        );

    /// <summary>Every try to deliver an event, oldest first.</summary>
    public IReadOnlyList<DeliveryTry> Deliveries => _courier.Tries;

    /// <summary>Deliveries under way: waiting for their first try or for the next one.</summary>
    public int PendingDeliveries => _courier.Pending;

    /// <summary>Returns as soon as the tries so far satisfy a condition; by then the next try of what failed is scheduled.</summary>
    public Task WaitForDeliveriesAsync(Predicate<IReadOnlyList<DeliveryTry>> condition, CancellationToken cancellationToken) =>
        _courier.WaitAsync(condition, cancellationToken);

    public IReadOnlyList<Fault> Faults => _faults.All;

    /// <summary>Requests to the cloud since the start or the last reset; the control API is not counted.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _log.All;

    /// <summary>How many requests went to a path; <c>*</c> stands for anything.</summary>
    public int CountRequests(string path, string? method = null) =>
        Requests.Count(r =>
            System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(path, r.Path, ignoreCase: false)
            && (method is null || r.Method == method)
        );

    public void ResetRequests() => _log.Clear();

    public void AddFault(Fault fault) => _faults.Add(fault);

    public void ClearFaults() => _faults.Clear();

    /// <summary>The next deliveries never leave.</summary>
    public void LoseWebhooks(int count) => _mischief.Lose(count);

    /// <summary>The next deliveries leave several times: twice one after the other, more often all at once.</summary>
    public void RepeatWebhooks(int count, int times = 2) => _mischief.Repeat(count, times);

    /// <summary>What was told or lost so far leaves again as it was, however old; null means all of it.</summary>
    /// <returns>How many.</returns>
    public int ResendWebhooks(Predicate<DeliveryTry>? which = null) => _courier.Resend(which ?? (_ => true));

    /// <summary>The next deliveries are kept until all are there; then they leave, the last one first.</summary>
    public void ReorderWebhooks(int count) => _mischief.Reorder(count);

    /// <summary>The cloud forgets every subscription.</summary>
    public void LoseSubscriptions() => _store.Change(s => s.Subscriptions.Clear());

    /// <summary>As if the lifetime of every subscription were over.</summary>
    public void ExpireSubscriptions()
    {
        var now = _time.GetUtcNow();
        _store.Change(s =>
        {
            for (var index = 0; index < s.Subscriptions.Count; index++)
            {
                s.Subscriptions[index] = s.Subscriptions[index] with { ExpirationTime = now };
            }
        });
    }
}
