using FitGlue.Core.Days;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Answers;

/// <summary>What the questions are about: a connection of a person, with what every answer looks at.</summary>
/// <param name="Days">The records of the last 31 days.</param>
public sealed record Subject(
    Guid UserId,
    Connection Connection,
    IConnectedSource Source,
    bool Notified,
    Standing Standing,
    IReadOnlyList<DayRecord> Days,
    DateTimeOffset? DaysReadAt
)
{
    /// <summary>Whether a use is granted; null: the source asks for nothing of that kind.</summary>
    public bool? Grants(ScopeUse use)
    {
        var scopes = Source.Info.Scopes.Where(scope => scope.Use == use).Select(scope => scope.Scope).ToList();
        return scopes.Count == 0 ? null : scopes.All(Connection.GrantedScopes.Contains);
    }

    /// <summary>The questions are about workouts: sessions that were imported neither answer nor raise any.</summary>
    internal IQueryable<ActivityRow> Workouts(FitGlueDb db) =>
        db.Activities.Where(row => row.UserId == UserId && row.Source == Connection.Source).OnlyWorkouts(Source);
}

/// <summary>Reads how a person's connections stand.</summary>
public sealed class Subjects(Registry registry, Healths healths, TimeProvider time)
{
    private const int Days = 31;

    public async Task<IReadOnlyList<Subject>> OfAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken)
    {
        var connections = await db
            .Connections.AsNoTracking()
            .Where(row => row.UserId == userId)
            .OrderBy(row => row.CreatedAt)
            .ToListAsync(cancellationToken);
        var subjects = new List<Subject>();
        foreach (var connection in connections)
        {
            if (registry.Connected(connection.Source) is { } source)
            {
                subjects.Add(await OfAsync(db, connection, source, cancellationToken));
            }
        }

        return subjects;
    }

    private async Task<Subject> OfAsync(FitGlueDb db, Connection connection, IConnectedSource source, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var health = await healths.OfAsync(db, connection, cancellationToken);
        var (days, readAt) = await DaysAsync(db, connection, source, cancellationToken);

        // Today may have only begun: of the last two days, the one that says more.
        var newest = days.OfType<DayRecord.Movement>()
            .Where(day => day.NonWear is not null && day.Day <= DateOnly.FromDateTime(now.UtcDateTime).AddDays(1))
            .OrderByDescending(day => day.Day)
            .Take(2)
            .MaxBy(day => day.NonWear);
        var standing = new Standing
        {
            Source = source.Info.Name,
            App = source.Info.App,
            Device = source.Info.Device,
            State = health.State,
            Trouble = health.Trouble,
            TroubleWith = connection.TroubleWith,
            Reason = health.Reason,
            ConnectedAt = connection.CreatedAt,
            LastContactAt = connection.LastContactAt,
            LastWebhookAt = connection.LastWebhookAt,
            LastDataAt = connection.LastDataAt,
            LastListedAt = connection.LastListedAt,
            Offset = await OffsetAsync(db, connection, cancellationToken),
            NonWear = newest?.NonWear,
            NonWearDay = newest?.Day,
        };
        return new(connection.UserId, connection, source, healths.IsNotified(connection.Source), standing, days, readAt);
    }

    private async Task<(IReadOnlyList<DayRecord> Days, DateTimeOffset? ReadAt)> DaysAsync(
        FitGlueDb db,
        Connection connection,
        IConnectedSource source,
        CancellationToken cancellationToken
    )
    {
        if (source is not IDayRecordSource reader)
        {
            return ([], null);
        }

        var from = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-Days);
        var rows = await db
            .DayRecords.AsNoTracking()
            .Where(row => row.UserId == connection.UserId && row.Source == connection.Source && row.Day >= from)
            .Select(row => new
            {
                row.Kind,
                row.Content,
                row.RequestedAt,
            })
            .ToListAsync(cancellationToken);
        return (
            [.. rows.Select(row => reader.ReadDay(row.Kind, DocumentContent.Expand(row.Content))).OfType<DayRecord>()],
            rows.Max(row => (DateTimeOffset?)row.RequestedAt)
        );
    }

    private static async Task<TimeSpan?> OffsetAsync(FitGlueDb db, Connection connection, CancellationToken cancellationToken)
    {
        var newest = await db
            .Activities.Where(row => row.UserId == connection.UserId && row.Source == connection.Source)
            .OrderByDescending(row => row.StartTime)
            .Select(row => row.Content)
            .FirstOrDefaultAsync(cancellationToken);
        return newest is null ? null : StoredActivity.Read(newest).StartTime.Offset;
    }
}
