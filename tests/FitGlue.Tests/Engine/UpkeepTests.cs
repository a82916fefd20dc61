using FitGlue.Core.Sources;
using FitGlue.Engine.Backup;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Schedule;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Upkeep;
using FitGlue.Engine.Work;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What the server does by itself so that what it stored stays what it was.</summary>
public sealed class UpkeepTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DocumentKind.Workout)]
    [InlineData(DocumentKind.HeartRate)]
    public async Task A_flipped_byte_in_a_document_is_found_and_the_document_is_fetched_again(DocumentKind kind)
    {
        await using var bench = await Bench.StartAsync();
        var connection = await WithWorkoutAsync(bench);
        var before = await DocumentAsync(bench, kind);
        await bench.WriteAsync(db => db.Documents.Single(row => row.Kind == kind).Content = Flipped(before.Content));

        await bench.Get<Scrub>().RunAsync(Cancellation);
        var record = await bench.Get<Maintenance>().LastAsync(MaintenanceRecord.Scrub, Cancellation);
        (record!.Found, record.LastGoodAt).ShouldBe((1, null));
        await bench.WorkAsync(connection);

        (await DocumentAsync(bench, kind)).Content.ShouldBe(before.Content);
        await bench.Get<Scrub>().RunAsync(Cancellation);
        var after = await bench.Get<Maintenance>().LastAsync(MaintenanceRecord.Scrub, Cancellation);
        (after!.Found, after.Repaired, after.LastGoodAt).ShouldBe((0, 1, bench.Time.GetUtcNow()));
        (await bench.ReadAsync(db => db.Activities.SingleAsync(Cancellation))).Revision.ShouldBe(1, "nothing changed at the source");
    }

    [Fact]
    public async Task A_damaged_document_that_the_source_no_longer_has_is_asked_for_and_told_of_every_night()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await WithWorkoutAsync(bench);
        await bench.WriteAsync(db =>
        {
            var document = db.Documents.Single(row => row.Kind == DocumentKind.HeartRate);
            document.Content = Flipped(document.Content);
        });
        bench.Source.Workouts.Clear();

        await bench.Get<Scrub>().RunAsync(Cancellation);
        await bench.WorkAsync(connection);
        await bench.Get<Scrub>().RunAsync(Cancellation);

        var repair = await bench.ReadAsync(db => db.Schedule.FirstAsync(row => row.Kind == FetchKind.Repair, Cancellation));
        repair.LastError.ShouldBe("The source no longer has it: the damaged copy cannot be repaired.");
        (await bench.Get<Maintenance>().LastAsync(MaintenanceRecord.Scrub, Cancellation))!.Found.ShouldBe(1);
    }

    [Fact]
    public async Task Each_night_has_one_backup_and_a_failed_one_is_told_of_and_tried_again()
    {
        await using var bench = await Bench.StartAsync();
        await WithWorkoutAsync(bench);
        Directory.CreateDirectory(Path.Combine(bench.Folder, "keys"));
        var (nightly, backups) = (bench.Get<Nightly>(), bench.Get<Backups>());
        await nightly.RunDueAsync(Cancellation);
        await nightly.RunDueAsync(Cancellation);
        backups.List().Count.ShouldBe(1);

        bench.Time.Advance(TimeSpan.FromDays(1));
        Directory.Delete(Path.Combine(bench.Folder, "keys"));
        await nightly.RunDueAsync(Cancellation);
        var failed = await bench.Get<Maintenance>().FailureAsync(MaintenanceRecord.Backup, Cancellation);
        failed!.Text!.ShouldContain("keys");
        (await CheckAsync(bench, "backups")).Text.ShouldStartWith("The last one failed");
        Directory.CreateDirectory(Path.Combine(bench.Folder, "keys"));
        bench.Time.Advance(TimeSpan.FromHours(2));
        await nightly.RunDueAsync(Cancellation);

        backups.List().Count.ShouldBe(2);
        (await bench.Get<Maintenance>().LastAsync(MaintenanceRecord.Backup, Cancellation))!.LastGoodAt.ShouldBe(bench.Time.GetUtcNow());
        (await CheckAsync(bench, "backups")).State.ShouldBe(CheckState.Ok);
    }

    [Fact]
    public async Task A_check_that_could_not_be_made_is_no_failed_one_and_is_tried_again_every_hour()
    {
        await using var bench = await Bench.StartAsync();
        Directory.CreateDirectory(Path.Combine(bench.Folder, "keys"));
        var nightly = bench.Get<Nightly>();
        await nightly.RunDueAsync(Cancellation);
        bench.Time.Advance(TimeSpan.FromDays(1));

        await NightWithoutFileAsync(bench);
        var check = await CheckAsync(bench, "integrity");
        check.State.ShouldBe(CheckState.Warn);
        check.Text.ShouldContain("could not be made");
        check.Text.ShouldContain("unable to open database file");
        check.Next!.ShouldNotContain("Restore");

        bench.Time.Advance(TimeSpan.FromMinutes(50));
        await nightly.RunDueAsync(Cancellation);
        (await CheckAsync(bench, "integrity")).State.ShouldBe(CheckState.Warn, "not within the hour");
        bench.Time.Advance(TimeSpan.FromMinutes(20));
        await nightly.RunDueAsync(Cancellation);
        (await CheckAsync(bench, "integrity")).Text.ShouldStartWith("Sound on");
    }

    [Fact]
    public async Task Damage_that_was_found_stays_found_when_the_next_check_cannot_be_made()
    {
        await using var bench = await Bench.StartAsync();
        await bench.Get<Maintenance>().NoteAsync(MaintenanceRecord.Integrity, good: false, "Damaged: page 7.", Cancellation);
        await bench.Get<Maintenance>().NoteAsync($"{MaintenanceRecord.Integrity}-failure", good: false, "No.", Cancellation);

        var check = await CheckAsync(bench, "integrity");

        (check.State, check.Text).ShouldBe((CheckState.Fail, "Damaged: page 7."));
        check.Next!.ShouldStartWith("Restore");
    }

    [Fact]
    public async Task A_damaged_index_is_found_at_night()
    {
        await using var bench = await Bench.StartAsync();
        await WithWorkoutAsync(bench);
        await bench.Get<Integrity>().RunAsync(Cancellation);
        (await bench.Get<Maintenance>().LastAsync(MaintenanceRecord.Integrity, Cancellation))!.LastGoodAt.ShouldNotBeNull();
        await DamageIndexAsync(bench);
        await bench.Get<Integrity>().RunAsync(Cancellation);

        var record = await bench.Get<Maintenance>().LastAsync(MaintenanceRecord.Integrity, Cancellation);
        record!.Text!.ShouldStartWith("Damaged: ");
        record.Text!.ShouldContain("REINDEX");
        record.LastGoodAt.ShouldBe(bench.Time.GetUtcNow().AddHours(-1));
    }

    [Theory]
    [InlineData(Damage.Header, "damaged")]
    [InlineData(Damage.ZeroedPage, "damaged")]
    [InlineData(Damage.Truncated, "damaged")]
    [InlineData(Damage.Removed, "is missing, although this data directory was in use")]
    [InlineData(Damage.Emptied, "is missing, although this data directory was in use")]
    public async Task A_damaged_or_missing_database_is_not_started_with_and_the_way_back_is_named(Damage damage, string cause)
    {
        await using var bench = await Bench.StartAsync();
        await WithWorkoutAsync(bench);
        Directory.CreateDirectory(Path.Combine(bench.Folder, "keys"));
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "keys/key-1.xml"), "<key/>", Cancellation);
        bench.Get<Integrity>().CheckBeforeStart();
        var older = bench.Get<Backups>().Make(null);
        bench.Time.Advance(TimeSpan.FromDays(1));
        var newer = bench.Get<Backups>().Make(null);
        await File.WriteAllTextAsync(newer, "not a backup any more", Cancellation);

        await InflictAsync(bench, damage);
        var refusal = Should.Throw<IntegrityException>(bench.Get<Integrity>().CheckBeforeStart);

        refusal.Message.ShouldContain(cause);
        refusal.Message.ShouldContain($"fitglue restore {older} --to {bench.Folder}-restored", customMessage: "the newest that is good");
    }

    public enum Damage
    {
        Header,
        ZeroedPage,
        Truncated,
        Removed,
        Emptied,
    }

    private static async Task InflictAsync(Bench bench, Damage damage)
    {
        var file = Path.Combine(bench.Folder, "fitglue.db");
        await CheckpointAsync(bench);
        SqliteConnection.ClearAllPools();
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        switch (damage)
        {
            case Damage.Header:
                "garbage garbage "u8.CopyTo(bytes);
                await File.WriteAllBytesAsync(file, bytes, Cancellation);
                break;
            case Damage.ZeroedPage:
                bytes.AsSpan(4096, 4096).Clear();
                await File.WriteAllBytesAsync(file, bytes, Cancellation);
                break;
            case Damage.Truncated:
                await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)], Cancellation);
                break;
            case Damage.Removed:
                File.Delete(file);
                break;
            default:
                await File.WriteAllBytesAsync(file, [], Cancellation);
                break;
        }
    }

    // The entries of one index go: its pages say something else than the table.
    private static async Task DamageIndexAsync(Bench bench)
    {
        bench.Time.Advance(TimeSpan.FromHours(1));
        await CheckpointAsync(bench);
        await using var db = await bench.Database.OpenAsync(Cancellation);
        var root = await db
            .Database.SqlQueryRaw<long>("SELECT rootpage AS Value FROM sqlite_master WHERE name = 'IX_timeline_ActivityId'")
            .SingleAsync(Cancellation);
        await using var file = new FileStream(
            Path.Combine(bench.Folder, "fitglue.db"),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite
        );

        // Byte 3 and 4 of a page: how many entries it has.
        file.Position = (root - 1) * 4096 + 3;
        file.Write([0, 0]);
        file.Flush(flushToDisk: true);
        SqliteConnection.ClearAllPools();
    }

    private static async Task CheckpointAsync(Bench bench)
    {
        await using var db = await bench.Database.OpenAsync(Cancellation);
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", Cancellation);
    }

    // The file cannot be opened by the check, and by nobody else.
    private static async Task NightWithoutFileAsync(Bench bench)
    {
        var integrity = new Integrity(
            new("", Path.Combine(bench.Folder, "gone.db")),
            bench.Get<BackupFolder>(),
            bench.Get<Backups>(),
            bench.Get<Maintenance>(),
            NullLogger<Integrity>.Instance
        );
        using var nightly = new Nightly(
            bench.Get<Maintenance>(),
            integrity,
            bench.Get<Scrub>(),
            bench.Get<Backups>(),
            bench.Get<Tidying>(),
            bench.Get<StorageState>(),
            bench.Time,
            NullLogger<Nightly>.Instance
        );
        await nightly.RunDueAsync(Cancellation);
    }

    private static async Task<Check> CheckAsync(Bench bench, string id) =>
        (await bench.Get<InstallationChecks>().RunAsync(Cancellation)).Single(check => check.Id == id);

    private static async Task<Guid> WithWorkoutAsync(Bench bench)
    {
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);
        return connection;
    }

    private static Task<Document> DocumentAsync(Bench bench, DocumentKind kind) =>
        bench.ReadAsync(db => db.Documents.AsNoTracking().SingleAsync(row => row.Kind == kind, Cancellation));

    private static byte[] Flipped(byte[] content)
    {
        var copy = content.ToArray();
        copy[copy.Length / 2] ^= 0x10;
        return copy;
    }
}
