namespace FitGlue.Core.Sources;

/// <summary>How many requests a provider lets one application make.</summary>
/// <param name="Requests">Per <paramref name="Window"/>, over all people.</param>
/// <param name="PerConnection">The share that one person may take of it; null: all.</param>
public sealed record RequestLimit(int Requests, TimeSpan Window, int? PerConnection = null);

/// <summary>Which limit a provider told us of.</summary>
public enum LimitScope
{
    /// <summary>All requests of this application; also where the provider does not say which limit it is.</summary>
    Application,

    /// <summary>The requests of one person's access token.</summary>
    Connection,
}

/// <summary>Counts every request to a provider before it is sent, so that nothing is sent into a known limit.</summary>
public interface IRequestBudget
{
    /// <summary>Takes one request; a retry takes another.</summary>
    /// <param name="source">Registry id.</param>
    /// <exception cref="RateLimitedException">The budget is spent or a limit is known: nothing may be sent before its time.</exception>
    ValueTask TakeAsync(string source, RequestLimit limit, CancellationToken cancellationToken);
}
