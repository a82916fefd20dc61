using System.Net.Http.Headers;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>How far Oura's clock is ahead of ours, by the <c>Date</c> of its last answer, which has whole seconds.</summary>
internal sealed class OuraClock(TimeProvider time)
{
    private const long Unknown = long.MinValue;

    private long _aheadTicks = Unknown;

    /// <summary>Null: no answer has told yet.</summary>
    public TimeSpan? Ahead => Volatile.Read(ref _aheadTicks) is var ticks and not Unknown ? TimeSpan.FromTicks(ticks) : null;

    public void Read(HttpResponseHeaders headers)
    {
        // What a cache kept carries the time of the first answer.
        if (headers.Date is { } date && headers.Age is null)
        {
            Volatile.Write(ref _aheadTicks, (date - time.GetUtcNow()).Ticks);
        }
    }
}
