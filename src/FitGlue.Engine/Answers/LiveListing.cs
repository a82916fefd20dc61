using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using Microsoft.Extensions.Logging;

namespace FitGlue.Engine.Answers;

/// <summary>Asks a source which workouts of the last seven days it has, and fetches what is not here.</summary>
public sealed partial class LiveListing(SourceAccess access, Disconnecting connections, TimeProvider time, ILogger<LiveListing> logger)
{
    /// <returns>The ids; null: it could not be asked, and the state of the connection says why.</returns>
    public async Task<IReadOnlyCollection<string>?> ListAsync(Subject subject, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        try
        {
            return await access.CallAsync(
                subject.Connection.Id,
                SourceCall.Workouts,
                Urgency.Live,
                async (source, token) =>
                {
                    var ids = new HashSet<string>(StringComparer.Ordinal);
                    var listed = source.ListWorkoutsAsync(
                        today.AddDays(-ActivitiesReading.Days),
                        today.AddDays(1),
                        token,
                        cancellationToken
                    );
                    await foreach (var document in listed)
                    {
                        if (StartOf(source, document) >= now.AddDays(-ActivitiesReading.Days))
                        {
                            ids.Add(document.ObjectId);
                        }
                    }

                    return ids;
                },
                cancellationToken
            );
        }
        catch (ServiceException exception)
        {
            LogNotListed(logger, subject.Connection.Id, exception.Message);
            return null;
        }
    }

    private static DateTimeOffset? StartOf(IConnectedSource source, SourceDocument document)
    {
        try
        {
            return source.Map(document)?.StartTime;
        }
        catch (UnreadableDocumentException)
        {
            // It is kept and named among the oddities; as a workout nobody can count it.
            return null;
        }
    }

    /// <summary>The mistake is ours: it is written to the log, and the days are listed again at once.</summary>
    public async Task FetchMissedAsync(Subject subject, int count, CancellationToken cancellationToken)
    {
        LogMissed(logger, subject.Connection.Id, count);
        await connections.CheckAsync(subject.UserId, subject.Connection.Id, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Connection {Connection}: the source lists {Count} workouts that are not here; they are fetched now")]
    private static partial void LogMissed(ILogger logger, Guid connection, int count);

    [LoggerMessage(LogLevel.Information, "Connection {Connection}: the source could not be asked for a diagnosis: {Reason}")]
    private static partial void LogNotListed(ILogger logger, Guid connection, string reason);
}
