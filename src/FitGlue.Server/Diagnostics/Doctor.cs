using FitGlue.Engine;
using FitGlue.Engine.Answers;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Upkeep;
using FitGlue.Plugins;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Diagnostics;

/// <summary>What a look at an installation found.</summary>
/// <param name="People">Masked: the report may be shown to others.</param>
public sealed record DoctorReport(DateTimeOffset At, IReadOnlyList<Check> Checks, IReadOnlyList<PersonReport> People);

/// <param name="Person">Such as <c>s***@e***.org</c>.</param>
public sealed record PersonReport(string Person, IReadOnlyList<ConnectionReport> Connections, IReadOnlyList<Answer> Answers);

public sealed record ConnectionReport(
    string Source,
    HealthState State,
    Core.TroubleCode? Trouble,
    string? Reason,
    DateTimeOffset? LastDataAt,
    DateTimeOffset? LastContactAt,
    DateTimeOffset? LastWebhookAt
);

/// <summary>Looks at an installation from outside, beside a running server or without one. Changes nothing.</summary>
public sealed class Doctor(
    Database database,
    Diagnosis diagnosis,
    Healths healths,
    Engine.Registry registry,
    Checks checks,
    TimeProvider time
)
{
    /// <param name="configuration">As the server would read it.</param>
    public static async Task<DoctorReport> RunAsync(
        string dataDirectory,
        IConfiguration configuration,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!File.Exists(SqliteConnectionString.Of(dataDirectory).File))
        {
            return new(time.GetUtcNow(), [NoDatabase(dataDirectory)], []);
        }

        var services = new ServiceCollection().AddLogging().AddSingleton(configuration).AddSingleton(time);
        services.AddOptions<EngineOptions>().BindConfiguration(EngineOptions.Section);
        services
            .AddBuiltInPlugins()
            .AddStorage(dataDirectory, configuration[$"{EngineOptions.Section}:{nameof(EngineOptions.BackupDirectory)}"])
            .AddDiagnosis()
            .AddSingleton<Checks>()
            .AddSingleton<Doctor>();
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<Doctor>().LookAsync(cancellationToken);
    }

    private async Task<DoctorReport> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var waiting = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
        if (waiting > 0)
        {
            return new(time.GetUtcNow(), [OldSchema(waiting)], []);
        }

        var people = new List<PersonReport>();
        foreach (var user in await db.Users.AsNoTracking().OrderBy(user => user.CreatedAt).ToListAsync(cancellationToken))
        {
            people.Add(
                new(
                    Masked(user.Email ?? user.UserName),
                    await ConnectionsAsync(db, user.Id, cancellationToken),
                    await diagnosis.OfAsync(user.Id, live: null, cancellationToken)
                )
            );
        }

        return new(time.GetUtcNow(), await checks.ListAsync(cancellationToken), people);
    }

    private async Task<IReadOnlyList<ConnectionReport>> ConnectionsAsync(FitGlueDb db, Guid userId, CancellationToken cancellationToken)
    {
        var reports = new List<ConnectionReport>();
        foreach (var row in await db.Connections.AsNoTracking().Where(row => row.UserId == userId).ToListAsync(cancellationToken))
        {
            var health = await healths.OfAsync(db, row, cancellationToken);
            reports.Add(
                new(
                    registry.Sources.GetValueOrDefault(row.Source)?.Info.Name ?? row.Source,
                    health.State,
                    health.Trouble,
                    health.Reason,
                    row.LastDataAt,
                    row.LastContactAt,
                    row.LastWebhookAt
                )
            );
        }

        return reports;
    }

    private static Check NoDatabase(string dataDirectory) =>
        new(
            "database",
            CheckState.Fail,
            $"There is no database in {Path.GetFullPath(dataDirectory)}.",
            "Start the server once, or name the data directory with --data."
        );

    private static Check OldSchema(int waiting) =>
        new(
            "schema",
            CheckState.Fail,
            $"The database was made by an older version: {waiting} changes of its schema wait.",
            "Start the server of this version: it brings the schema up to date."
        );

    private static string Masked(string? address)
    {
        var parts = (address ?? "?").Split('@', 2);
        return parts.Length == 2 ? $"{parts[0][..1]}***@{parts[1][..1]}***" : $"{parts[0][..1]}***";
    }
}
