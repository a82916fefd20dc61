using FitGlue.Engine;
using FitGlue.Engine.Backup;
using FitGlue.Engine.Storage;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>A command that works on storage ends in the middle of it: what was there is intact, and the next one goes on.</summary>
public sealed class StorageCrashTests
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_migration_that_is_killed_at_any_statement_is_gone_on_with_at_the_next_start(bool isUpgrade)
    {
        using var folder = new TemporaryFolder();
        var (last, points, slowest) = (0, 0, TimeSpan.Zero);
        for (var n = 1; ; n += Step(n))
        {
            var data = folder.Combine($"data-{n}");
            if (isUpgrade)
            {
                await PrepareOldAsync(data);
            }

            if (await FitGlueCommand.AddUserAsync(data, $"{FailPoint.MigrationStatement}:{n}") is 0)
            {
                break;
            }

            var began = TimeProvider.System.GetTimestamp();
            await MigrateAsync(data, to: null).WaitAsync(StartsWithin, Cancellation);
            var took = TimeProvider.System.GetElapsedTime(began);
            (last, points, slowest) = (n, points + 1, took > slowest ? took : slowest);
            DatabaseFile.Check(Path.Combine(data, "fitglue.db")).Rows.Keys.ShouldContain("maintenance", $"after the kill at statement {n}");
            if (isUpgrade)
            {
                new Backups(BackupFolder.Of(data, null), TimeProvider.System).List().ShouldNotBeEmpty("a backup comes first");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{(isUpgrade ? "upgrade" : "new")}: killed at {points} statements up to {last}; the slowest next start took {slowest.TotalSeconds:0.0} s"
        );
        last.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Combine("data");
        (await FitGlueCommand.AddUserAsync(data, failPoint: null)).ShouldBe(0);
        await using (var services = new ServiceCollection().AddLogging().AddStorage(data).BuildServiceProvider())
        {
            await using var db = await services.GetRequiredService<Database>().OpenAsync(Cancellation);
            await db.Database.ExecuteSqlRawAsync(
                "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Future', '99.0')",
                Cancellation
            );
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        await using var server = ServerProcess.Start(data, TestSystem.FreePort());

        (await server.ExitAsync(Cancellation)).ShouldBe(3, server.Said);
        server.Said.ShouldContain("written by a newer FitGlue");
    }

    [Theory]
    [InlineData(FailPoint.BackupCopied)]
    [InlineData(FailPoint.BackupWritten)]
    [InlineData(FailPoint.BackupVerified)]
    [InlineData(FailPoint.BackupNamed)]
    public async Task A_backup_that_is_killed_leaves_the_older_ones_and_no_half_one(string failPoint)
    {
        using var folder = new TemporaryFolder();
        var data = folder.Combine("data");
        (await FitGlueCommand.AddUserAsync(data, failPoint: null)).ShouldBe(0);
        (await FitGlueCommand.RunAsync(null, "backup", "--data", data)).ShouldBe(0);
        var older = Directory.GetFiles(Path.Combine(data, "backups"), "*.zip").ShouldHaveSingleItem();

        (await FitGlueCommand.RunAsync(failPoint, "backup", "--data", data)).ShouldBe(FitGlueCommand.Killed);

        BackupReader.Verify(older);
        new Backups(BackupFolder.Of(data, null), TimeProvider.System)
            .List()
            .ShouldAllBe(file => BackupReader.Verify(file.Path).Rows.Count > 0);
        (await FitGlueCommand.RunAsync(null, "backup", "--data", data)).ShouldBe(0);
    }

    [Theory]
    [InlineData(FailPoint.RestoreUnpacked, false)]
    [InlineData(FailPoint.RestorePaused, false)]
    [InlineData(FailPoint.RestoreNamed, true)]
    public async Task A_restore_that_is_killed_is_whole_or_not_there(string failPoint, bool isThere)
    {
        using var folder = new TemporaryFolder();
        var (data, to, file) = (folder.Combine("data"), folder.Combine("restored"), folder.Combine("one.zip"));
        (await FitGlueCommand.AddUserAsync(data, failPoint: null)).ShouldBe(0);
        (await FitGlueCommand.RunAsync(null, "backup", "--data", data, "--output", file)).ShouldBe(0);

        (await FitGlueCommand.RunAsync(failPoint, "restore", file, "--to", to)).ShouldBe(FitGlueCommand.Killed);

        Directory.Exists(to).ShouldBe(isThere);
        (await FitGlueCommand.RunAsync(null, "restore", file, "--to", isThere ? folder.Combine("again") : to)).ShouldBe(0);
    }

    // Every one of the first, where the lock and the history are; then some of the many that look alike.
    private static int Step(int n) => Lab.Sweep.All || n < 6 ? 1 : 25;

    private static Task PrepareOldAsync(string data)
    {
        Directory.CreateDirectory(Path.Combine(data, "keys"));
        return MigrateAsync(data, to: "Initial");
    }

    private static async Task MigrateAsync(string data, string? to)
    {
        await using (var services = new ServiceCollection().AddLogging().AddStorage(data).BuildServiceProvider())
        {
            if (to is null)
            {
                await services.GetRequiredService<Migrator>().MigrateAsync(Cancellation);
            }
            else
            {
                await using var db = await services.GetRequiredService<Database>().OpenAsync(Cancellation);
                await db.GetService<IMigrator>().MigrateAsync(to, Cancellation);
            }
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
