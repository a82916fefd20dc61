namespace FitGlue.Server.Backfills;

/// <summary>What is asked of a backfill.</summary>
/// <param name="ConnectionId">Null: the user's only one.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day. Default: today.</param>
/// <param name="DryRun">Default true: it only counts. False fetches.</param>
/// <param name="DeliverTo">Ids of targets of the user's pipelines. Default: none, so that nothing is delivered.</param>
public sealed record BackfillRequest(
    Guid? ConnectionId = null,
    DateOnly? From = null,
    DateOnly? To = null,
    bool? DryRun = null,
    IReadOnlyList<Guid>? DeliverTo = null
)
{
    /// <summary>No source of ours is older.</summary>
    public static readonly DateOnly Earliest = new(2013, 1, 1);

    /// <param name="today">In UTC; somewhere it is tomorrow already.</param>
    public IEnumerable<string> Faults(DateOnly today)
    {
        if (From is not { } from)
        {
            yield return "Say the first day: from, such as 2024-01-31.";
        }
        else if (from < Earliest || from > today.AddDays(1))
        {
            yield return $"The first day lies between {Earliest:yyyy-MM-dd} and today.";
        }
        else if (To < from)
        {
            yield return "The last day lies before the first.";
        }
    }
}

/// <summary>What became of the wish for a backfill.</summary>
public abstract record BackfillStart
{
    private BackfillStart() { }

    public sealed record Begun(Guid Id) : BackfillStart;

    /// <param name="Reason">In a sentence, with the next step.</param>
    public sealed record Refused(string Reason) : BackfillStart;
}
