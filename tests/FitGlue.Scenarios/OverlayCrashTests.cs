using System.Net.Http.Headers;
using System.Net.Http.Json;
using FitGlue.Engine;
using FitGlue.Formats;
using FitGlue.Simulator;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>The server dies while it asks the ring for the heart rate of a ride that somebody uploaded.</summary>
public sealed class OverlayCrashTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("window.claimed")]
    [InlineData("window.saving")]
    [InlineData("window.saved")]
    public async Task The_ride_is_delivered_once_with_the_heart_rate_of_the_ring(string point)
    {
        using var folder = new TemporaryFolder();
        var (data, port) = (folder.Combine("data"), TestSystem.FreePort());
        var files = Directory.CreateDirectory(folder.Combine("files")).FullName;
        await using var cloud = await CrashTests.CloudAsync(port);
        var settings = TestSystem.Settings(data, port, cloud, files);
        settings["FitGlue:SweepInterval"] = "00:00:01";
        Workout workout;
        await using (var server = ServerProcess.Start(data, port, settings))
        {
            await server.ReadyAsync(Cancellation);
            await server.SignInAsync(data, Cancellation);
            await CrashTests.ConnectAsync(server);
            await AddPipelineAsync(server);
            workout = cloud.Control.AddWorkout(
                new()
                {
                    Activity = "cycling",
                    Minutes = 40,
                    Start = TimeProvider.System.GetUtcNow().AddHours(-3),
                    Notify = false,
                }
            );
        }

        var ride = RecordedFiles.Gpx(workout.Start.AddMinutes(5).ToUniversalTime(), heartRate: false);
        settings[FailPoint.Variable] = point;
        await using (var doomed = ServerProcess.Start(data, port, settings))
        {
            await doomed.ReadyAsync(Cancellation);
            await doomed.SignInAsync(data, Cancellation);
            await BringAsync(doomed, ride);
            (await doomed.ExitAsync(Cancellation)).ShouldBe(FitGlueCommand.Killed, doomed.Said);
        }

        settings.Remove(FailPoint.Variable);
        await using var healthy = ServerProcess.Start(data, port, settings);
        await healthy.ReadyAsync(Cancellation);
        await ServerProcess.UntilAsync(
            () => Task.FromResult(Rides(files) is [var only] && BeatsOf(only) > 100),
            $"one ride with heart rate: {string.Join(' ', Rides(files))}\n{healthy.Said}",
            Cancellation
        );
    }

    private static string[] Rides(string folder) => Directory.GetFiles(folder, "*ride*.fit", SearchOption.AllDirectories);

    private static int BeatsOf(string file) =>
        FileReader
            .ReadActivities(File.ReadAllBytes(file))
            .Activities.Single()
            .Recording.Points.Count(recorded => recorded.HeartRateBpm is not null);

    private static async Task AddPipelineAsync(ServerProcess server)
    {
        using var answer = await server.Http.PostAsJsonAsync(
            "/api/v1/pipelines",
            new
            {
                name = "Rides",
                source = "upload",
                boosters = new[] { new { type = "oura-heart-rate" } },
                targets = new[] { new { type = "files", settings = new { namePattern = "ride_{date}" } } },
            },
            Cancellation
        );
        answer.EnsureSuccessStatusCode();
    }

    // The death may come before the answer does.
    private static async Task BringAsync(ServerProcess server, byte[] file)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/gpx+xml");
        using var form = new MultipartFormDataContent { { content, "file", "ride.gpx" } };
        try
        {
            using var answer = await server.Http.PostAsync("/api/v1/uploads", form, Cancellation);
            answer.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null)
        {
            server.Said.ShouldNotContain("Unhandled");
        }
    }
}
