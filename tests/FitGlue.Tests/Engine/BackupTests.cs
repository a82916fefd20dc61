using System.IO.Compression;
using FitGlue.Engine.Backup;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using FitGlue.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>A backup is proved by opening it; a restore is all or nothing and sends nothing twice.</summary>
public sealed class BackupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_holds_database_and_keys_of_one_moment_and_is_for_its_owner_alone()
    {
        await using var bench = await WithWorkoutAsync();

        var file = bench.Get<Backups>().Make(null);

        Path.GetFileName(file).ShouldBe("fitglue-20260615T120000Z.zip");
        var manifest = BackupReader.Verify(file);
        manifest.Files.Keys.ShouldBe(["fitglue.db", "keys/key-1.xml"], ignoreOrder: true);
        (manifest.Rows["activities"], manifest.Rows["documents"], manifest.DamagedDocuments).ShouldBe((1, 2, 0));
        manifest.Schema.ShouldNotBeEmpty();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.GetFileSystemEntries(bench.Get<Backups>().Folder).ShouldHaveSingleItem("nothing unfinished is left");
    }

    [Fact]
    public async Task A_writer_is_not_held_up_by_a_backup_and_does_not_get_into_it()
    {
        await using var bench = await WithWorkoutAsync();
        var copy = Path.Combine(bench.Folder, "copy.db");
        await using var writer = new SqliteConnection($"Data Source={Path.Combine(bench.Folder, "fitglue.db")};Pooling=false");
        await writer.OpenAsync(Cancellation);
        await using var open = writer.BeginTransaction();
        await using var insert = writer.CreateCommand();
        insert.CommandText = "INSERT INTO maintenance (Name, LastRunAt, Found, Repaired) VALUES ('late', 0, 0, 0)";
        insert.Transaction = open;
        await insert.ExecuteNonQueryAsync(Cancellation);

        var rows = DatabaseFile.Copy(Path.Combine(bench.Folder, "fitglue.db"), copy);
        await open.CommitAsync(Cancellation);

        rows["maintenance"].ShouldBe(0);
        DatabaseFile.Check(copy).Rows["maintenance"].ShouldBe(0);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-200)]
    [InlineData(5000)]
    public async Task A_backup_with_a_flipped_byte_is_not_restored(int at)
    {
        await using var bench = await WithWorkoutAsync();
        var file = bench.Get<Backups>().Make(null);
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x40;
        await File.WriteAllBytesAsync(file, bytes, Cancellation);
        var to = Path.Combine(bench.Folder, "restored");

        await Should.ThrowAsync<IntegrityException>(() => Restoring.RestoreAsync(file, to, bench.Time, Cancellation));

        Directory.Exists(to).ShouldBeFalse();
        Directory.GetDirectories(bench.Folder, "*.restoring-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_cut_off_or_no_backup_is_refused_with_the_reason()
    {
        await using var bench = await WithWorkoutAsync();
        var file = bench.Get<Backups>().Make(null);
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        var cut = Path.Combine(bench.Folder, "cut.zip");
        await File.WriteAllBytesAsync(cut, bytes[..(bytes.Length / 2)], Cancellation);
        var other = Path.Combine(bench.Folder, "other.zip");
        await using (var zip = await ZipFile.OpenAsync(other, ZipArchiveMode.Create, Cancellation))
        {
            zip.CreateEntry("readme.txt");
        }

        Should.Throw<IntegrityException>(() => BackupReader.Verify(cut)).Message.ShouldContain("no whole archive");
        Should.Throw<IntegrityException>(() => BackupReader.Verify(other)).Message.ShouldContain("not a backup of FitGlue");
    }

    [Fact]
    public async Task A_restore_brings_back_what_was_there_and_goes_into_an_empty_folder_only()
    {
        await using var bench = await WithWorkoutAsync();
        var file = bench.Get<Backups>().Make(null);
        var to = Path.Combine(bench.Folder, "restored");
        Directory.CreateDirectory(to);

        await Restoring.RestoreAsync(file, to, bench.Time, Cancellation);

        DatabaseFile.Check(Path.Combine(to, "fitglue.db")).Rows["activities"].ShouldBe(1);
        (await File.ReadAllTextAsync(Path.Combine(to, "keys/key-1.xml"), Cancellation)).ShouldBe("<key/>");
        var refusal = await Should.ThrowAsync<RestoreRefusedException>(() => Restoring.RestoreAsync(file, to, bench.Time, Cancellation));
        refusal.Message.ShouldContain("not empty");
    }

    [Fact]
    public void Seven_days_four_weeks_and_six_months_are_kept()
    {
        var first = new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);
        var kept = new HashSet<DateTimeOffset>();
        for (var day = 0; day < 400; day++)
        {
            kept.Add(first.AddDays(day));
            kept = [.. BackupFiles.ToKeep(kept)];
        }

        var last = first.AddDays(399);
        kept.Count(time => time > last.AddDays(-7)).ShouldBe(7);
        kept.Count.ShouldBeInRange(7 + 2 + 3, 7 + 4 + 6, "the newest of a week is often that of a day too");
        kept.Min().ShouldBeLessThan(last.AddMonths(-4));
    }

    [Fact]
    public async Task After_a_restore_nothing_is_sent_until_it_was_compared_and_what_cannot_be_compared_waits_for_the_person()
    {
        await using var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        bench.Source.Put("old", bench.Time.GetUtcNow().AddHours(-1));
        await bench.Get<Maintenance>().NoteAsync(MaintenanceRecord.Restore, _ => { }, Cancellation);
        await bench.AnnounceAsync("old");

        await bench.WorkAsync(connection);

        bench.Target.Got.ShouldBeEmpty("deliveries are paused");
        var restored = bench.Get<RestoredDeliveries>();
        (await restored.CompareAsync(bench.UserId, Cancellation)).ShouldBe([new Comparison("Fake", 0, 0, 1, 0)]);
        await restored.ResumeAsync(bench.UserId, Cancellation);
        bench.Time.Advance(TimeSpan.FromHours(2));
        bench.Source.Put("new", bench.Time.GetUtcNow().AddMinutes(-40));
        await bench.AnnounceAsync("new");
        await bench.WorkAsync(connection);

        bench.Target.Got.Select(shipment => shipment.Key).ShouldBe(["fitglue-fake-new"]);
        var letters = bench.Get<DeadLetters>();
        var letter = (await letters.ListAsync(bench.UserId, Cancellation)).ShouldHaveSingleItem();
        letter.Reason.ShouldContain("restored from a backup");
        await letters.RetryAsync(bench.UserId, letter.Queue, letter.Id, Cancellation);
        await bench.WorkAsync(connection);
        bench.Target.Got.Count.ShouldBe(2, "the person said so");
    }

    private static async Task<Bench> WithWorkoutAsync()
    {
        var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        bench.Source.Put("a", bench.Time.GetUtcNow().AddHours(-1));
        await bench.AnnounceAsync("a");
        await bench.WorkAsync(connection);
        Directory.CreateDirectory(Path.Combine(bench.Folder, "keys"));
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "keys/key-1.xml"), "<key/>", Cancellation);
        return bench;
    }
}
