using FitGlue.Core.Matching;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Uploads;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Engine;

/// <summary>A person with a source and files, at an hour of whose day several records come.</summary>
internal static class ManyRecords
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<(Bench Bench, Guid Connection)> StartAsync(MatchPolicy? uploads = null)
    {
        var bench = await Bench.StartAsync();
        var connection = await bench.ConnectAsync();
        await bench.DeliverAsync();
        await bench.WriteAsync(db =>
            db.Pipelines.Add(
                new()
                {
                    UserId = bench.UserId,
                    Name = "Uploads",
                    Source = "upload",
                    Matching = uploads,
                    CreatedAt = bench.Time.GetUtcNow(),
                    DeliverFrom = bench.Time.GetUtcNow(),
                    Targets = [new(Guid.CreateVersion7(), "fake-target")],
                }
            )
        );
        return (bench, connection);
    }

    public static DateTimeOffset At(Bench bench, int minute) => bench.Time.Start.AddHours(-2).AddMinutes(minute);

    public static void Put(Bench bench, string id, int minute, string type = "running") =>
        bench.Source.Put(id, At(bench, minute), type: type);

    public static async Task ArriveAsync(Bench bench, Guid connection, string id, int minute, string type = "running")
    {
        Put(bench, id, minute, type);
        await bench.AnnounceAsync(id);
        await bench.WorkAsync(connection);
    }

    public static async Task UploadAsync(Bench bench, int minute, bool heartRate = true)
    {
        var content = RecordedFiles.Gpx(At(bench, minute), heartRate: heartRate);
        (await bench.Get<Uploading>().TakeAsync(bench.UserId, "ride.gpx", content, Cancellation))
            .ShouldHaveSingleItem()
            .ShouldBeOfType<FitGlue.Engine.Uploads.Upload.Kept>();
    }

    public static Task<ActivityRow> RowAsync(Bench bench, string id) =>
        bench.ReadAsync(db => db.Activities.SingleAsync(row => row.ExternalId == id, Cancellation));

    public static async Task<Guid> IdAsync(Bench bench, string id) => (await RowAsync(bench, id)).Id;

    public static async Task<Run> RunAsync(Bench bench, string id)
    {
        var activity = await IdAsync(bench, id);
        return await bench.ReadAsync(db =>
            db.Runs.Where(run => run.ActivityId == activity)
                .OrderByDescending(run => run.Revision)
                .ThenByDescending(run => run.Pass)
                .FirstAsync(Cancellation)
        );
    }
}
