using FitGlue.Core;
using FitGlue.Core.Athletes;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Athletes;

/// <summary>Asks a source once a day whose body it is. Without the permission it knows nothing, and what it said before is forgotten.</summary>
public sealed class AthleteStep(
    StepRunner runner,
    WorkQueue queue,
    Database database,
    Registry registry,
    SourceAccess access,
    AthleteStore athletes,
    Hints hints,
    TimeProvider time
)
{
    private const string NotGranted = "The permission to read age, sex and weight was not granted.";

    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    public Task<bool> RunAsync(Guid connectionId) =>
        runner.RunAsync(
            db => db.Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Athlete).OrderBy(row => row.Id),
            claimed => row => row.Id == claimed.Id,
            WorkAsync
        );

    private async Task<Fate?> WorkAsync(Claim<ScheduledFetch> claim, CancellationToken cancellationToken)
    {
        await using var look = await database.OpenAsync(cancellationToken);
        var connection = await look.ReadConnectionAsync(claim.Row.ConnectionId, cancellationToken);
        if (registry.Sources.GetValueOrDefault(connection.Source) is not IAthleteSource source)
        {
            return new Fate.Done("The source knows nothing of the person any more.");
        }

        var (reading, fault) = connection.GrantedScopes.Contains(source.AthleteScope)
            ? await AskAsync(connection.Id, cancellationToken)
            : (null, new LimitedException(NotGranted));
        await queue.FinishAsync(
            claim,
            row => row.Id == claim.Row.Id,
            async (db, row) =>
            {
                await (
                    reading is not null ? athletes.SaveAsync(db, connection.UserId, connection.Source, reading, cancellationToken)
                    : fault is LimitedException { Code: TroubleCode.MissingScope }
                        ? AthleteStore.ForgetAsync(db, connection.UserId, connection.Source, cancellationToken)
                    : Task.CompletedTask
                );
                return row.Again(Every, fault, "It is asked again then.", time.GetUtcNow(), Random.Shared.NextDouble());
            },
            cancellationToken
        );
        hints.Athlete(connection.UserId);
        return null;
    }

    private async Task<(AthleteReading? Reading, ServiceException? Fault)> AskAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        try
        {
            var reading = await access.CallAsync(
                connectionId,
                SourceCall.Athlete,
                Urgency.Reconcile,
                (source, token) => ((IAthleteSource)source).FetchAthleteAsync(token, cancellationToken),
                cancellationToken
            );
            return (reading, null);
        }
        catch (ServiceException exception)
        {
            return (null, exception);
        }
    }
}
