using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Oura;
using FitGlue.Oura.Webhooks;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>
/// Keeps the application's subscriptions as they must be: one for each event type of workouts, and of sessions where somebody takes them,
/// at our address, renewed at half life. Oura has one for each pair of event and data type of an application, so what stands at another
/// address is an older one of ours.
/// </summary>
internal sealed class OuraUpkeep(OuraSubscriptions subscriptions, string verificationToken, TimeProvider time)
{
    private static readonly Wanted[] OfWorkouts = Of(OuraWebhook.WorkoutType);
    private static readonly Wanted[] OfSessions = Of(OuraWebhook.SessionType);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(1);

    // Oura does not say when a subscription was made. Ninety days is what others see, until we have seen one ourselves.
    private TimeSpan _life = TimeSpan.FromDays(90);

    /// <exception cref="OuraException">Oura refused, or could not be asked.</exception>
    /// <exception cref="UnavailableException">Oura's list does not show what Oura had agreed to.</exception>
    public async Task<SubscriptionStatus> EnsureAsync(Uri callbackUrl, bool withSessions, CancellationToken cancellationToken)
    {
        Wanted[] wanted = withSessions ? [.. OfWorkouts, .. OfSessions] : OfWorkouts;
        var listed = await subscriptions.ListAsync(cancellationToken);
        var repaired = 0;
        foreach (var one in wanted)
        {
            repaired += await EnsureAsync(listed, one, callbackUrl, cancellationToken) ? 1 : 0;
        }

        var unwanted = withSessions ? [] : listed.Where(subscription => OfSessions.Any(one => one.Is(subscription)));
        var removed = await RemoveAsync(
            [.. OlderOnes(listed, wanted, callbackUrl), .. unwanted.Where(subscription => HasOurPath(subscription, callbackUrl))],
            cancellationToken
        );
        if (repaired + removed > 0)
        {
            listed = await subscriptions.ListAsync(cancellationToken);
        }

        var inOrder = wanted.Select(one => Best(listed, one, callbackUrl)).OfType<OuraSubscription>().Where(Lives).ToList();
        return inOrder.Count == wanted.Length
            ? new(LookAgainAt(inOrder), inOrder.Min(subscription => subscription.ExpiresAt), inOrder.Count, repaired)
            : throw new UnavailableException(
                $"Oura lists {inOrder.Count} of {wanted.Length} webhook subscriptions that it had agreed to. Nothing to do: it is looked at again, and polling goes on meanwhile."
            );
    }

    /// <summary>Removes what points to our address.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveAsync(Uri callbackUrl, CancellationToken cancellationToken)
    {
        var listed = await subscriptions.ListAsync(cancellationToken);
        return await RemoveAsync(listed.Where(subscription => IsAt(subscription, callbackUrl)), cancellationToken);
    }

    /// <returns>Whether anything had to be done.</returns>
    private async Task<bool> EnsureAsync(
        IReadOnlyList<OuraSubscription> listed,
        Wanted wanted,
        Uri callbackUrl,
        CancellationToken cancellationToken
    )
    {
        var found = Best(listed, wanted, callbackUrl);
        var moves = found is not null && !IsAt(found, callbackUrl);
        if (found is not null && moves)
        {
            found = await subscriptions.UpdateAsync(found, callbackUrl, verificationToken, cancellationToken);
        }

        var ages = found is not null && IsPastHalfLife(found);
        if (found is not null && ages)
        {
            found = Noted(await RenewAsync(found, callbackUrl, cancellationToken));
        }

        if (found is null)
        {
            Noted(await subscriptions.CreateAsync(callbackUrl, verificationToken, wanted.EventType, wanted.DataType, cancellationToken));
            return true;
        }

        return moves || ages;
    }

    private async Task<OuraSubscription?> RenewAsync(OuraSubscription subscription, Uri callbackUrl, CancellationToken cancellationToken)
    {
        try
        {
            return await subscriptions.RenewAsync(subscription, cancellationToken);
        }
        catch (OuraRejectedException)
        {
            // Oura may repeat the handshake with the token that it knows, which is of an earlier client secret.
            return await subscriptions.UpdateAsync(subscription, callbackUrl, verificationToken, cancellationToken) is { } updated
                ? await subscriptions.RenewAsync(updated, cancellationToken)
                : null;
        }
    }

    private async Task<int> RemoveAsync(IEnumerable<OuraSubscription> superfluous, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var subscription in superfluous)
        {
            await subscriptions.DeleteAsync(subscription, cancellationToken);
            removed++;
        }

        return removed;
    }

    private static OuraSubscription? Best(IEnumerable<OuraSubscription> listed, Wanted wanted, Uri callbackUrl) =>
        listed
            .Where(wanted.Is)
            .OrderByDescending(subscription => IsAt(subscription, callbackUrl))
            .ThenByDescending(subscription => subscription.ExpiresAt)
            .FirstOrDefault();

    // Of ours at an earlier address the path is the same.
    private static IEnumerable<OuraSubscription> OlderOnes(
        IReadOnlyList<OuraSubscription> listed,
        IEnumerable<Wanted> wanted,
        Uri callbackUrl
    ) =>
        wanted.SelectMany(one =>
            listed.Where(subscription =>
                one.Is(subscription) && HasOurPath(subscription, callbackUrl) && subscription != Best(listed, one, callbackUrl)
            )
        );

    private static bool IsAt(OuraSubscription subscription, Uri callbackUrl) => subscription.CallbackUrl == callbackUrl.AbsoluteUri;

    private static bool HasOurPath(OuraSubscription subscription, Uri callbackUrl) =>
        Uri.TryCreate(subscription.CallbackUrl, UriKind.Absolute, out var other) && other.AbsolutePath == callbackUrl.AbsolutePath;

    private bool Lives(OuraSubscription subscription) => !(subscription.ExpiresAt <= time.GetUtcNow());

    private bool IsPastHalfLife(OuraSubscription subscription) =>
        subscription.ExpiresAt is not { } end || end - time.GetUtcNow() < _life / 2;

    private OuraSubscription? Noted(OuraSubscription? fresh)
    {
        if (fresh?.ExpiresAt - time.GetUtcNow() is { } life && life > TimeSpan.Zero)
        {
            _life = life;
        }

        return fresh;
    }

    private DateTimeOffset LookAgainAt(IEnumerable<OuraSubscription> inOrder)
    {
        var now = time.GetUtcNow();
        var soonest = inOrder.Min(subscription => ((subscription.ExpiresAt ?? now + LongestPause) - now) / 2);
        return now + TimeSpan.FromTicks(Math.Clamp(soonest.Ticks, ShortestPause.Ticks, LongestPause.Ticks));
    }

    private static Wanted[] Of(string dataType) =>
        [.. Enum.GetValues<OuraEventType>().Select(eventType => new Wanted(eventType, dataType))];

    private sealed record Wanted(OuraEventType EventType, string DataType)
    {
        public bool Is(OuraSubscription subscription) => subscription.DataType == DataType && subscription.EventType == EventType;
    }
}
