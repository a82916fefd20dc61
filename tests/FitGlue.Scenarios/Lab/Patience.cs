using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>Looks again and again at something real, until a deadline.</summary>
internal static class Patience
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What was seen last: good, or as it was when the time was over.</summary>
    public static async Task<T> LookAsync<T>(Func<Task<T>> look, Predicate<T> isGood)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isGood(seen) || TimeProvider.System.GetElapsedTime(began) > Deadline)
            {
                return seen;
            }

            await Task.Delay(Poll, TimeProvider.System, Cancellation);
        }
    }

    /// <exception cref="TimeoutException">It did not come about.</exception>
    public static async Task UntilAsync(Func<Task<bool>> look, string what, LabServer? server = null)
    {
        if (!await LookAsync(() => TryAsync(look), isSo => isSo))
        {
            throw new TimeoutException($"Still not so after {Deadline.TotalSeconds:0} s: {what}\n{server?.Tail}");
        }
    }

    // Nobody listens while the server is being started.
    private static async Task<bool> TryAsync(Func<Task<bool>> look)
    {
        try
        {
            return await look();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
