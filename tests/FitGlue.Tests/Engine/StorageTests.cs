using FitGlue.Engine;
using FitGlue.Engine.Storage;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>The data directory and its schema.</summary>
public sealed class StorageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_second_server_learns_who_has_the_directory()
    {
        using var folder = new TemporaryFolder();
        using (DataDirectory.Take(folder.Path))
        {
            var refusal = Should.Throw<DataDirectoryException>(() => DataDirectory.Take(folder.Path));

            refusal.IsInUse.ShouldBeTrue();
            refusal.Message.ShouldContain($"process {Environment.ProcessId}");
            DataDirectory.TryTake(folder.Path).ShouldBeNull();
        }

        using var again = DataDirectory.Take(folder.Path);
        again.Path.ShouldBe(folder.Path);
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_not_said_to_be_in_use()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", []);
        Directory.CreateDirectory(folder.Combine("data/fitglue.pid"));

        Should.Throw<DataDirectoryException>(() => DataDirectory.Take(Path.Combine(file, "data"))).IsInUse.ShouldBeFalse();
        Should.Throw<DataDirectoryException>(() => DataDirectory.Take(folder.Combine("data"))).IsInUse.ShouldBeFalse();
    }

    [Fact]
    public async Task A_lock_that_a_killed_migration_left_behind_holds_nobody_up()
    {
        using var folder = new TemporaryFolder();
        await using var services = new ServiceCollection().AddLogging().AddStorage(folder.Path).BuildServiceProvider();
        await using (var db = await services.GetRequiredService<Database>().OpenAsync(Cancellation))
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)",
                Cancellation
            );
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-06-15 12:00:00')", Cancellation);
        }

        await services.GetRequiredService<Migrator>().MigrateAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        await using var migrated = await services.GetRequiredService<Database>().OpenAsync(Cancellation);
        (await migrated.Users.AnyAsync(Cancellation)).ShouldBeFalse();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task A_database_that_came_back_from_a_backup_gets_its_log_file_again()
    {
        await using var bench = await Bench.StartAsync();
        await using (var db = await bench.Database.OpenAsync(Cancellation))
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=DELETE", Cancellation);
        }

        await bench.Get<Migrator>().MigrateAsync(Cancellation);

        var mode = await bench.ReadAsync(db =>
            db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(Cancellation)
        );
        mode.ShouldBe("wal");
    }
}
