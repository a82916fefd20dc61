using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Connections;

/// <summary>A connection as API and pages show it.</summary>
public sealed record ConnectionModel(
    Guid Id,
    string Source,
    string SourceName,
    ConnectionState State,
    string? StateReason,
    IReadOnlyList<string> GrantedScopes,
    IReadOnlyList<string> MissingScopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastContactAt,
    DateTimeOffset? LastWebhookAt,
    DateTimeOffset TokensExpireAt,
    ImportProgress Import
);

/// <summary>How far the import is.</summary>
/// <param name="Listing">The list of workouts is still being read, so that the total is not known.</param>
/// <param name="Waiting">Listed workouts that are not here yet.</param>
/// <param name="Error">Why it waits, if it does.</param>
public sealed record ImportProgress(bool Listing, int Done, int Waiting, string? Error)
{
    public bool IsOver => !Listing && Waiting == 0;
}

/// <summary>Reads connections of one user.</summary>
public sealed class ConnectionQueries(Database database, Engine.Registry registry)
{
    public async Task<IReadOnlyList<ConnectionModel>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var rows = await db
            .Connections.AsNoTracking()
            .Where(row => row.UserId == userId)
            .OrderBy(row => row.CreatedAt)
            .ToListAsync(cancellationToken);
        var models = new List<ConnectionModel>();
        foreach (var row in rows)
        {
            models.Add(ModelOf(row, registry.Sources.GetValueOrDefault(row.Source), await ProgressAsync(db, row.Id, cancellationToken)));
        }

        return models;
    }

    public async Task<ConnectionModel?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        (await ListAsync(userId, cancellationToken)).FirstOrDefault(connection => connection.Id == id);

    private static ConnectionModel ModelOf(Connection row, ISource? source, ImportProgress import) =>
        new(
            row.Id,
            row.Source,
            source?.Info.Name ?? row.Source,
            row.State,
            row.StateReason,
            row.GrantedScopes,
            [.. (source?.Info.Scopes ?? []).Select(scope => scope.Scope).Except(row.GrantedScopes)],
            row.CreatedAt,
            row.LastContactAt,
            row.LastWebhookAt,
            row.TokensExpireAt,
            import
        );

    private static async Task<ImportProgress> ProgressAsync(FitGlueDb db, Guid connectionId, CancellationToken cancellationToken)
    {
        var rows = await db
            .Schedule.Where(row => row.ConnectionId == connectionId && (row.Kind == FetchKind.Import || row.Kind == FetchKind.Listed))
            .Where(row => row.BackfillId == null)
            .GroupBy(row => new { row.Kind, IsDone = row.State == WorkState.Done || row.State == WorkState.Dead })
            .Select(group => new
            {
                group.Key.Kind,
                group.Key.IsDone,
                Count = group.Count(),
                Error = group.Max(row => row.LastError),
            })
            .ToListAsync(cancellationToken);
        int Count(FetchKind kind, bool done) => rows.Where(row => row.Kind == kind && row.IsDone == done).Sum(row => row.Count);
        return new(
            Count(FetchKind.Import, done: false) > 0,
            Count(FetchKind.Listed, done: true),
            Count(FetchKind.Listed, done: false),
            rows.Where(row => !row.IsDone).Max(row => row.Error)
        );
    }
}
