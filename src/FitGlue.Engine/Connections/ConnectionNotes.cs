using FitGlue.Core;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Connections;

/// <summary>Writes down what calls told of a connection. What was told of tokens that were replaced meanwhile says nothing about the new ones.</summary>
public sealed partial class ConnectionNotes(Database database, TimeProvider time, ILogger<ConnectionNotes> logger)
{
    /// <summary>A connection that works again takes up what waited for the person.</summary>
    public Task WorksAsync(Connection held, SourceCall what, TimeSpan? clockSkew, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                if (await FindAsync(db, held, cancellationToken) is not { } row)
                {
                    return;
                }

                var now = time.GetUtcNow();
                (row.LastContactAt, row.ClockSkew) = (now, clockSkew ?? row.ClockSkew);
                if (row.State is ConnectionState.Up || (row.State is ConnectionState.Limited && (row.TroubleWith ?? what) != what))
                {
                    return;
                }

                if (row is { Trouble: TroubleCode.MissingScope, TroubleWith: SourceCall.HeartRate })
                {
                    await MissingHeartRate.QueueAsync(db, row, now, cancellationToken);
                }

                var isBack = row.State is ConnectionState.Limited or ConnectionState.Reconnect;
                (row.State, row.StateSince) = (ConnectionState.Up, now);
                if (!row.CannotRenew)
                {
                    (row.StateReason, row.Trouble, row.TroubleWith, row.TroubleAt) = (null, null, null, null);
                }

                if (isBack)
                {
                    LogBack(logger, row.Source, row.Id);
                    await WorkQueue.ResumeAsync(db, row.Id, now, cancellationToken);
                }
            },
            cancellationToken
        );

    /// <summary>Something that only a person can mend.</summary>
    /// <param name="with">The one kind of call that it concerns, or null.</param>
    public Task TroubleAsync(
        Connection held,
        ConnectionState state,
        TroubleCode code,
        SourceCall? with,
        string reason,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            async db =>
            {
                var row = await FindAsync(db, held, cancellationToken) ?? throw ChangedMeanwhile();
                var now = time.GetUtcNow();
                if (row.State != state || row.Trouble != code)
                {
                    LogTrouble(logger, row.Source, row.Id, state, code);
                    row.StateSince = now;
                }

                (row.State, row.Trouble, row.TroubleWith, row.StateReason) = (state, code, with, reason);
                (row.TroubleAt, row.LastContactAt) = (now, now);
            },
            cancellationToken
        );

    /// <summary>Changes the row and, with it, what the caller holds, so that it fences what comes after.</summary>
    /// <exception cref="UnavailableException">The connection was renewed or removed meanwhile.</exception>
    public async Task UpdateAsync(Connection held, Action<Connection> change, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async db => change(await FindAsync(db, held, cancellationToken) ?? throw ChangedMeanwhile()),
            cancellationToken
        );
        change(held);
    }

    private static Task<Connection?> FindAsync(FitGlueDb db, Connection held, CancellationToken cancellationToken) =>
        db.Connections.FirstOrDefaultAsync(row => row.Id == held.Id && row.TokenVersion == held.TokenVersion, cancellationToken);

    private static UnavailableException ChangedMeanwhile() =>
        new("The connection was renewed or removed meanwhile; the step is tried again with what is there now.");

    [LoggerMessage(LogLevel.Information, "{Source} works again for connection {Connection}")]
    private static partial void LogBack(ILogger logger, string source, Guid connection);

    [LoggerMessage(LogLevel.Warning, "{Source} does not work for connection {Connection}: {State}, {Code}")]
    private static partial void LogTrouble(ILogger logger, string source, Guid connection, ConnectionState state, TroubleCode code);
}
