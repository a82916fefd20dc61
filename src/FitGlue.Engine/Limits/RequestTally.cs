namespace FitGlue.Engine.Limits;

/// <summary>Counts the requests that one piece of work makes, whoever sends them.</summary>
/// <remarks>A page is a request: only who sends them knows how many there were.</remarks>
public sealed class RequestTally : IDisposable
{
    private static readonly AsyncLocal<RequestTally?> Current = new();

    private readonly RequestTally? _outer = Current.Value;
    private int _count;

    private RequestTally() => Current.Value = this;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts until it is disposed of.</summary>
    public static RequestTally Begin() => new();

    /// <summary>A request is about to be sent.</summary>
    public static void Add()
    {
        for (var tally = Current.Value; tally is not null; tally = tally._outer)
        {
            Interlocked.Increment(ref tally._count);
        }
    }

    public void Dispose() => Current.Value = _outer;
}
