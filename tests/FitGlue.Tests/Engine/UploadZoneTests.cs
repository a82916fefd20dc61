using FitGlue.Engine.Fetch;
using FitGlue.Engine.Uploads;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Engine.UploadingTests;

namespace FitGlue.Tests.Engine;

/// <summary>What the clock on the wall showed, where a file does not say it.</summary>
public sealed class UploadZoneTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_without_an_offset_is_not_taken_as_UTC_in_silence()
    {
        await using var bench = await Bench.StartAsync();

        var upload = await TakeAsync(bench, RecordedFiles.Gpx());

        upload.Warnings.ShouldHaveSingleItem().ShouldContain("does not say its time zone");
        (await StoredAsync(bench)).OffsetUnknown.ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_without_an_offset_has_the_clock_of_the_zone_that_was_said()
    {
        await using var bench = await Bench.StartAsync();
        await AddPipelineAsync(bench);

        var upload = await TakeAsync(bench, RecordedFiles.Gpx(), zone: "Europe/Helsinki");
        await bench.WorkAsync(Guid.Empty);

        upload.Warnings.ShouldBeEmpty();
        bench.Target.Got.ShouldHaveSingleItem().Activity.StartTime.Offset.ShouldBe(TimeSpan.FromHours(3));
        (await bench.ReadAsync(db => db.Documents.SingleAsync(Cancellation))).TimeZone.ShouldBe("Europe/Helsinki");
        var read = await bench.Get<ActivityStore>().ReadAsync(upload.ActivityId, 1, Cancellation);
        (read.StartTime.Hour, read.OffsetKnown).ShouldBe((10, true));
    }

    [Fact]
    public async Task A_zone_that_is_said_later_makes_a_revision_and_said_again_changes_nothing()
    {
        await using var bench = await Bench.StartAsync();
        await AddPipelineAsync(bench);
        await TakeAsync(bench, RecordedFiles.Gpx());
        await bench.WorkAsync(Guid.Empty);

        var said = await TakeAsync(bench, RecordedFiles.Gpx(), zone: "Europe/Helsinki");
        await bench.WorkAsync(Guid.Empty);
        var again = await TakeAsync(bench, RecordedFiles.Gpx(), zone: "Europe/Helsinki");
        var silent = await TakeAsync(bench, RecordedFiles.Gpx());

        (said.State, said.IsNew).ShouldBe((UploadState.Accepted, false));
        new[] { again, silent }.ShouldAllBe(upload =>
            upload.State == UploadState.Known && upload.StartTime.Offset == TimeSpan.FromHours(3) && upload.Warnings.Count == 0
        );
        (await bench.ReadAsync(db => db.ActivityRevisions.CountAsync(Cancellation))).ShouldBe(2);
        (await StoredAsync(bench)).StartTime.Offset.ShouldBe(TimeSpan.FromHours(3));
        bench.Target.Got[^1].Activity.StartTime.Offset.ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task A_wrong_zone_is_put_right_by_saying_the_right_one()
    {
        await using var bench = await Bench.StartAsync();
        await AddPipelineAsync(bench);
        await TakeAsync(bench, RecordedFiles.Gpx(), zone: "Asia/Tokyo");
        await bench.WorkAsync(Guid.Empty);

        var right = await TakeAsync(bench, RecordedFiles.Gpx(), zone: "Europe/Helsinki");
        await bench.WorkAsync(Guid.Empty);

        (right.State, right.StartTime.Offset).ShouldBe((UploadState.Accepted, TimeSpan.FromHours(3)));
        bench.Target.Got.Select(shipment => shipment.Activity.StartTime.Offset.TotalHours).ShouldBe([9, 3]);
    }

    [Fact]
    public async Task A_file_that_says_its_offset_keeps_it_whatever_zone_is_said()
    {
        await using var bench = await Bench.StartAsync();
        await AddPipelineAsync(bench);
        await TakeAsync(bench, RecordedFiles.Fit());

        var again = await TakeAsync(bench, RecordedFiles.Fit(), zone: "Europe/Helsinki");

        (again.State, again.StartTime.Offset, again.Warnings.Count).ShouldBe((UploadState.Known, TimeSpan.Zero, 0));
        (await bench.ReadAsync(db => db.ActivityRevisions.CountAsync(Cancellation))).ShouldBe(1);
    }

    private static Task<StoredActivity> StoredAsync(Bench bench) =>
        bench.ReadAsync(async db => StoredActivity.Read((await db.Activities.SingleAsync(Cancellation)).Content));
}
