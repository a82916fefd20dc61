using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Answers;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
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
    HealthState State,
    TroubleCode? Trouble,
    string? StateReason,
    DateTimeOffset? PausedAt,
    IReadOnlyList<string> GrantedScopes,
    IReadOnlyList<string> MissingScopes,
    IReadOnlyList<ScopeModel> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastDataAt,
    DateTimeOffset? LastContactAt,
    DateTimeOffset? LastWebhookAt,
    DateTimeOffset? NextCheckAt,
    DateTimeOffset TokensExpireAt,
    SubscriptionModel? Subscription,
    IReadOnlyList<Probe> Probes,
    ImportProgress Import
)
{
    /// <summary>The person has to do something; a limit that ends by itself is no such thing.</summary>
    public bool NeedsYou => State is HealthState.Reconnect || (State is HealthState.Limited && Trouble is not null);
}

/// <param name="UsedBy">What does not work without it.</param>
/// <param name="Without">What it costs not to grant it; null: nothing to speak of.</param>
public sealed record ScopeModel(
    string Scope,
    bool Granted,
    bool Required,
    string Reason,
    IReadOnlyList<string> UsedBy,
    string? Without = null
);

/// <summary>The notifications of the source, as its own list showed them last.</summary>
/// <param name="Count">How many were in order.</param>
/// <param name="EndsAt">When the first of them ends; null: the provider does not say.</param>
public sealed record SubscriptionModel(
    int Count,
    DateTimeOffset? EndsAt,
    DateTimeOffset? VerifiedAt,
    DateTimeOffset? RepairedAt,
    string? Error
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
public sealed class ConnectionQueries(Database database, Engine.Registry registry, SessionWishes sessions, Healths healths)
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
            models.Add(await ModelOfAsync(db, row, cancellationToken));
        }

        return models;
    }

    public async Task<ConnectionModel?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        (await ListAsync(userId, cancellationToken)).FirstOrDefault(connection => connection.Id == id);

    private async Task<ConnectionModel> ModelOfAsync(FitGlueDb db, Connection row, CancellationToken cancellationToken)
    {
        var source = registry.Sources.GetValueOrDefault(row.Source);
        var health = await healths.OfAsync(db, row, cancellationToken);
        var also = await sessions.ScopeAsync(db, row.UserId, row.Source, cancellationToken);
        var scopes = (source?.Info.Scopes ?? []).Concat(also is null ? [] : [also]).DistinctBy(scope => scope.Scope).ToList();
        return new(
            row.Id,
            row.Source,
            source?.Info.Name ?? row.Source,
            health.State,
            health.Trouble,
            health.Reason,
            row.PausedAt,
            row.GrantedScopes,
            [.. scopes.Select(scope => scope.Scope).Except(row.GrantedScopes)],
            [.. scopes.Select(scope => ScopeOf(scope, row))],
            row.CreatedAt,
            row.LastDataAt,
            row.LastContactAt,
            row.LastWebhookAt,
            await NextCheckAsync(db, row.Id, cancellationToken),
            row.TokensExpireAt,
            healths.IsNotified(row.Source) ? await SubscriptionAsync(db, row.Source, cancellationToken) : null,
            Probe.Read(row.Probes),
            await ProgressAsync(db, row.Id, cancellationToken)
        );
    }

    private static ScopeModel ScopeOf(ScopeInfo scope, Connection row) =>
        new(scope.Scope, row.GrantedScopes.Contains(scope.Scope), scope.Required, scope.Reason, UsedBy(scope.Use), scope.Without);

    internal static IReadOnlyList<string> UsedBy(ScopeUse use) =>
        use switch
        {
            ScopeUse.Workouts => ["every pipeline", Answer(Questions.NoActivities), Answer(Questions.DelayedSync)],
            ScopeUse.HeartRate => ["every booster that looks at heart rate", Answer(Questions.HeartRateSparse)],
            ScopeUse.Days => ["boosters that look at recovery", Answer(Questions.NoSleep)],
            ScopeUse.Sessions => ["pipelines that take sessions"],
            ScopeUse.Athlete => ["boosters that need age, sex or weight"],
            _ => [],
        };

    private static string Answer(string question) => $"“{Questions.TitleOf(question)}”";

    private static Task<DateTimeOffset?> NextCheckAsync(FitGlueDb db, Guid connectionId, CancellationToken cancellationToken) =>
        db
            .Schedule.Where(row => row.ConnectionId == connectionId && row.Kind == FetchKind.Reconcile)
            .Where(row => row.State != WorkState.Done && row.State != WorkState.Dead)
            .MinAsync(row => (DateTimeOffset?)row.NextAttemptAt, cancellationToken);

    private static Task<SubscriptionModel?> SubscriptionAsync(FitGlueDb db, string source, CancellationToken cancellationToken) =>
        db
            .Subscriptions.Where(row => row.Source == source)
            .Select(row => (SubscriptionModel?)new SubscriptionModel(row.Count, row.EndsAt, row.VerifiedAt, row.RepairedAt, row.LastError))
            .FirstOrDefaultAsync(cancellationToken);

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
