using FitGlue.Core.Sources;

namespace FitGlue.Testing;

/// <summary>Where a test is about something else.</summary>
public sealed class UnlimitedBudget : IRequestBudget
{
    public ValueTask TakeAsync(string source, RequestLimit limit, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
