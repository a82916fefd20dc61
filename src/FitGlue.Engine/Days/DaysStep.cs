using FitGlue.Core;
using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Days;

/// <summary>Lists the day records of the last 30 days again and again; they never become activities.</summary>
public sealed class DaysStep(
    StepRunner runner,
    WorkQueue queue,
    Database database,
    Registry registry,
    SourceAccess access,
    TimeProvider time
)
{
    private const int LookBack = 30;

    /// <summary>A night's sleep changes during the morning, and then no more.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromHours(3);

    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db => db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Days).OrderBy(row => row.Id),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        await using var look = await database.OpenAsync(cancellationToken);
        var connection = await look.ReadConnectionAsync(claim.Row.ConnectionId, cancellationToken);
        if (registry.Sources.GetValueOrDefault(connection.Source) is not IDayRecordSource source)
        {
            return new Fate.Done("The source keeps no records of days any more.");
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (from, to) = (today.AddDays(-LookBack), today.AddDays(1));
        var granted = source.DayRecordScopes.Where(scope => connection.GrantedScopes.Contains(scope.Value)).Select(scope => scope.Key);
        var (listed, fault) = await ListAsync(connection.Id, [.. granted.Order()], from, to, cancellationToken);
        await queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            async (db, row) =>
            {
                foreach (var kind in listed)
                {
                    await DayStore.SaveAsync(db, connection, kind, time.GetUtcNow(), cancellationToken);
                }

                return row.Again(Every, fault, "The records of days are listed again then.", time.GetUtcNow(), Random.Shared.NextDouble());
            },
            cancellationToken
        );
        return null;
    }

    // A kind that is refused costs itself alone; one that the source cannot answer now is asked for again with the rest.
    private async Task<(IReadOnlyList<ListedRecords> Listed, ServiceException? Fault)> ListAsync(
        Guid connectionId,
        IReadOnlyList<DayRecordKind> kinds,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        var (listed, fault) = (new List<ListedRecords>(), (ServiceException?)null);
        foreach (var kind in kinds)
        {
            try
            {
                var requestedAt = time.GetUtcNow();
                var documents = await access.CallAsync(
                    connectionId,
                    SourceCall.Days,
                    Urgency.Reconcile,
                    async (source, token) =>
                        await ((IDayRecordSource)source)
                            .ListDaysAsync(kind, from, to, token, cancellationToken)
                            .ToListAsync(cancellationToken),
                    cancellationToken
                );
                listed.Add(new(kind, from, to, documents, requestedAt));
            }
            catch (ServiceException exception)
            {
                fault = exception is LimitedException or RejectedException ? fault ?? exception : exception;
                if (exception is RateLimitedException or ReconnectRequiredException)
                {
                    break;
                }
            }
        }

        return (listed, fault);
    }
}

/// <summary>All records of one kind whose day lies in [From, To].</summary>
public sealed record ListedRecords(
    DayRecordKind Kind,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<DayDocument> Documents,
    DateTimeOffset RequestedAt
);
