using FitGlue.Engine.Backup;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Upkeep;
using FitGlue.Engine.Uploads;
using FitGlue.Engine.Work;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>What becomes of files that a person brings.</summary>
public sealed class UploadingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_kept_byte_for_byte_and_read_back_with_every_point()
    {
        await using var bench = await Bench.StartAsync();
        var content = RecordedFiles.Gpx();

        var kept = await TakeAsync(bench, content);

        var row = await bench.ReadAsync(db => db.Activities.SingleAsync(Cancellation));
        (row.Id, row.State, row.Revision, row.ConnectionId).ShouldBe((kept.ActivityId, ActivityState.Settled, 1, null));
        row.Content.Length.ShouldBeLessThan(1000);
        var document = await bench.ReadAsync(db => db.Documents.SingleAsync(Cancellation));
        (document.Kind, document.Hash).ShouldBe((DocumentKind.File, DocumentContent.HashOf(content)));
        DocumentContent.Matches(document.Content, document.Hash).ShouldBeTrue();
        DocumentContent.ExpandBytes(document.Content).ToArray().ShouldBe(content);
        var read = await bench.Get<ActivityStore>().ReadAsync(row.Id, 1, Cancellation);
        read.Recording!.Points.Length.ShouldBe(20 * RecordedFiles.PointsPerMinute + 1);
        read.HeartRate.Samples.Length.ShouldBe(read.Recording.Points.Length);
    }

    [Fact]
    public async Task The_same_file_twice_is_one_workout_and_goes_nowhere_twice()
    {
        await using var bench = await Bench.StartAsync();
        await AddPipelineAsync(bench);

        var first = await TakeAsync(bench, RecordedFiles.Gpx());
        await bench.WorkAsync(Guid.Empty);
        var second = await TakeAsync(bench, RecordedFiles.Gzip(RecordedFiles.Gpx()));
        await bench.WorkAsync(Guid.Empty);

        (first.State, first.IsNew, second.State, second.IsNew).ShouldBe((UploadState.Accepted, true, UploadState.Known, false));
        second.ActivityId.ShouldBe(first.ActivityId);
        (await bench.ReadAsync(db => db.Documents.CountAsync(Cancellation))).ShouldBe(1);
        (await bench.ReadAsync(db => db.ActivityRevisions.CountAsync(Cancellation))).ShouldBe(1);
        bench.Target.Got.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_delivered_has_what_the_device_recorded()
    {
        await using var bench = await Bench.StartAsync();
        await AddPipelineAsync(bench);

        await TakeAsync(bench, RecordedFiles.Fit());
        await bench.WorkAsync(Guid.Empty);

        var recording = bench.Target.Got.ShouldHaveSingleItem().Activity.Recording.ShouldNotBeNull();
        recording.Points.ShouldAllBe(point => point.Position != null && point.HeartRateBpm != null && point.CadenceRpm != null);
    }

    [Fact]
    public async Task A_workout_of_years_ago_is_delivered_like_one_of_today()
    {
        await using var bench = await Bench.StartAsync();
        await AddPipelineAsync(bench);

        await TakeAsync(bench, RecordedFiles.Gpx(bench.Time.GetUtcNow().AddYears(-9)));
        await bench.WorkAsync(Guid.Empty);

        bench.Target.Got.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_a_pipeline_it_is_kept_and_brought_again_it_goes_through_one_that_was_made_since()
    {
        await using var bench = await Bench.StartAsync();
        var old = RecordedFiles.Gpx(bench.Time.GetUtcNow().AddYears(-1));

        var before = await TakeAsync(bench, old);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await AddPipelineAsync(bench);
        var after = await TakeAsync(bench, old);
        await bench.WorkAsync(Guid.Empty);

        (before.State, after.State, after.IsNew).ShouldBe((UploadState.Kept, UploadState.Accepted, false));
        bench.Target.Got.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_later_pipeline_leaves_alone_what_went_elsewhere_until_it_is_brought_again()
    {
        await using var bench = await Bench.StartAsync();
        await AddPipelineAsync(bench);
        var upload = await TakeAsync(bench, RecordedFiles.Gpx());
        await bench.WorkAsync(Guid.Empty);

        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await AddPipelineAsync(bench, upload.ActivityId);
        await bench.WorkAsync(Guid.Empty);
        var untouched = bench.Target.Got.Count;
        var again = await TakeAsync(bench, RecordedFiles.Gpx());
        await bench.WorkAsync(Guid.Empty);

        (untouched, again.State, bench.Target.Got.Count).ShouldBe((1, UploadState.Accepted, 2));
        (await OutcomesAsync(bench)).ShouldBe([RunOutcome.Delivered, RunOutcome.Quiet, RunOutcome.Delivered]);
    }

    [Fact]
    public async Task Two_people_who_bring_the_same_file_have_a_workout_each()
    {
        await using var bench = await Bench.StartAsync();
        var other = Guid.CreateVersion7();
        await bench.WriteAsync(db =>
            db.Users.Add(
                new()
                {
                    Id = other,
                    UserName = "other",
                    CreatedAt = bench.Time.GetUtcNow(),
                }
            )
        );

        var mine = await TakeAsync(bench, RecordedFiles.Gpx());
        var theirs = await TakeAsync(bench, RecordedFiles.Gpx(), other);

        (mine.IsNew, theirs.IsNew).ShouldBe((true, true));
        theirs.ActivityId.ShouldNotBe(mine.ActivityId);
        (await bench.ReadAsync(db => db.Documents.Select(row => row.UserId).ToListAsync(Cancellation))).ShouldBe(
            [bench.UserId, other],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task A_damaged_file_is_made_whole_by_bringing_it_again()
    {
        await using var bench = await Bench.StartAsync();
        await TakeAsync(bench, RecordedFiles.Gpx());
        Directory.CreateDirectory(Path.Combine(bench.Folder, "keys"));
        BackupReader.Verify(bench.Get<Backups>().Make(null)).DamagedDocuments.ShouldBe(0);
        await bench.WriteAsync(db => db.Documents.Single().Content = [1, 2, 3]);
        await bench.Get<Scrub>().RunAsync(Cancellation);
        var found = await bench.Get<Maintenance>().LastAsync(MaintenanceRecord.Scrub, Cancellation);
        (found!.Found, found.Text).ShouldBe((1, "1 uploaded files are damaged; upload the same files again, and they are whole."));

        var again = await TakeAsync(bench, RecordedFiles.Gpx());

        var document = await bench.ReadAsync(db => db.Documents.SingleAsync(Cancellation));
        DocumentContent.Matches(document.Content, document.Hash).ShouldBeTrue();
        (await bench.Get<ActivityStore>().ReadAsync(again.ActivityId, 1, Cancellation)).Recording.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_bad_file_among_good_ones_is_told_and_the_good_ones_are_here()
    {
        await using var bench = await Bench.StartAsync();
        var zip = RecordedFiles.Zip(("a.gpx", RecordedFiles.Gpx()), ("b.gpx", "<gpx/>"u8.ToArray()), ("c.fit", RecordedFiles.Fit()));

        var uploads = await bench.Get<Uploading>().TakeAsync(bench.UserId, "many.zip", zip, Cancellation);

        uploads.Select(upload => (upload.File, upload is Upload.Kept)).ShouldBe([("a.gpx", true), ("b.gpx", false), ("c.fit", true)]);
        (await bench.ReadAsync(db => db.Activities.CountAsync(Cancellation))).ShouldBe(2);
    }

    [Fact]
    public async Task A_run_that_died_runs_again_when_the_file_is_brought_again()
    {
        await using var bench = await Bench.StartAsync();
        await AddPipelineAsync(bench);
        await TakeAsync(bench, RecordedFiles.Gpx());
        await bench.WriteAsync(db => db.Runs.Single().State = WorkState.Dead);

        var again = await TakeAsync(bench, RecordedFiles.Gpx());
        await bench.WorkAsync(Guid.Empty);

        again.State.ShouldBe(UploadState.Accepted);
        bench.Target.Got.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(RunOutcome.HeldBack, UploadState.HeldBack)]
    [InlineData(RunOutcome.Blocked, UploadState.Blocked)]
    [InlineData(RunOutcome.Skipped, UploadState.Known)]
    public async Task What_waits_for_the_person_is_not_called_done(RunOutcome outcome, UploadState state)
    {
        await using var bench = await Bench.StartAsync();
        await AddPipelineAsync(bench);
        await TakeAsync(bench, RecordedFiles.Gpx());
        await bench.WriteAsync(db => (db.Runs.Single().State, db.Runs.Single().Outcome) = (WorkState.Done, outcome));

        (await TakeAsync(bench, RecordedFiles.Gpx())).State.ShouldBe(state);
    }

    internal static async Task<Upload.Kept> TakeAsync(Bench bench, byte[] content, Guid? user = null, string? zone = null)
    {
        var uploads = await bench.Get<Uploading>().TakeAsync(user ?? bench.UserId, "ride", content, TimeZones.Find(zone), Cancellation);
        return uploads.ShouldHaveSingleItem().ShouldBeOfType<Upload.Kept>();
    }

    /// <param name="tried">An activity that the new pipeline is tried on, as it is where a person makes one.</param>
    internal static async Task AddPipelineAsync(Bench bench, Guid? tried = null)
    {
        var now = bench.Time.GetUtcNow();
        var pipeline = new Pipeline
        {
            UserId = bench.UserId,
            Name = "Uploads",
            Source = "upload",
            CreatedAt = now,
            DeliverFrom = now,
            Targets = [new(Guid.CreateVersion7(), "fake-target")],
        };
        await bench.WriteAsync(db =>
        {
            db.Pipelines.Add(pipeline);
            if (tried is { } id)
            {
                db.Runs.Add(Run.Of(db.Activities.Single(row => row.Id == id), pipeline.Id, now));
            }
        });
    }

    private static Task<List<RunOutcome?>> OutcomesAsync(Bench bench) =>
        bench.ReadAsync(db =>
            db.Runs.OrderBy(run => run.FinishedAt).ThenBy(run => run.Id).Select(run => run.Outcome).ToListAsync(Cancellation)
        );
}
