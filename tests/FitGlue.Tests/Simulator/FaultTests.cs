using System.Diagnostics.CodeAnalysis;
using FitGlue.Simulator;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

public sealed class FaultTests
{
    private const string Workouts = "/v2/usercollection/workout";

    [Theory]
    [InlineData(RateLimitTier.AccessToken, "access_token")]
    [InlineData(RateLimitTier.Application, "application")]
    public async Task A_rate_limit_is_told_in_five_headers(RateLimitTier tier, string name)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.AddFault(
            new Fault
            {
                Path = "/v2/*",
                Kind = FaultKind.RateLimited,
                Tier = tier,
                RetryAfterSeconds = 90,
            }
        );
        var token = cloud.TokenFor();
        using var limited = await cloud.GetAsync(Workouts, token);

        ((int)limited.StatusCode).ShouldBe(429);
        limited.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(90));
        Header("X-RateLimit-Limit").ShouldBe("5000");
        Header("X-RateLimit-Window").ShouldBe("300");
        Header("X-RateLimit-Reset").ShouldBe(cloud.Time.GetUtcNow().AddSeconds(90).ToUnixTimeSeconds().ToString());
        Header("X-RateLimit-Tier").ShouldBe(name);
        await cloud.GetAsync(Workouts, token).ShouldAnswerAsync(200);

        string Header(string header) => limited.Headers.GetValues(header).Single();
    }

    [Theory]
    [InlineData(RateLimitTier.AccessToken, 200)]
    [InlineData(RateLimitTier.Application, 429)]
    public async Task A_limit_counts_by_token_or_by_app_and_ends_with_its_window(RateLimitTier tier, int other)
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { RateLimit = 2, RateLimitTier = tier });
        var (first, second) = (cloud.TokenFor(), cloud.TokenFor("noa"));

        await cloud.GetAsync(Workouts, first).ShouldAnswerAsync(200);
        await cloud.GetAsync(Workouts, first).ShouldAnswerAsync(200);
        await cloud.GetAsync(Workouts, first).ShouldAnswerAsync(429);
        await cloud.GetAsync(Workouts, second).ShouldAnswerAsync(other);
        cloud.Time.Advance(TimeSpan.FromMinutes(5));
        await cloud.GetAsync(Workouts, first).ShouldAnswerAsync(200);
    }

    [Theory]
    [InlineData(FaultKind.ServerError, 502, "text/html", "<!DOCTYPE HTML>")]
    [InlineData(FaultKind.Membership, 403, "application/json", "membership")]
    [InlineData(FaultKind.UpgradeRequired, 426, "application/json", "app version")]
    [InlineData(FaultKind.NotFound, 404, "application/json", "Document not found.")]
    [InlineData(FaultKind.Unauthorized, 401, "application/json", "revoked")]
    [InlineData(FaultKind.Garbage, 200, "application/json", "oops")]
    [InlineData(FaultKind.Custom, 418, "application/json", "[]")]
    public async Task A_fault_answers_instead(FaultKind kind, int status, string type, string part)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.AddFault(
            new Fault
            {
                Path = Workouts + "*",
                Kind = kind,
                Status = kind is FaultKind.Custom ? 418 : null,
                Body = "[]",
            }
        );
        using var response = await cloud.GetAsync(Workouts + "?start_date=2026-03-01", cloud.TokenFor());

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await response.Content.ReadAsStringAsync(Cloud.Stop)).ShouldContain(part);
    }

    [Fact]
    public async Task A_fault_begins_when_told_hits_as_often_as_told_and_spares_other_paths()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.AddFault(
            new Fault
            {
                Path = Workouts,
                Kind = FaultKind.ServerError,
                After = 1,
                Times = 2,
            }
        );
        var token = cloud.TokenFor();
        List<int> answers = [];
        for (var request = 0; request < 5; request++)
        {
            using var response = await cloud.GetAsync(Workouts, token);
            answers.Add((int)response.StatusCode);
            await cloud.GetAsync("/v2/usercollection/personal_info", token).ShouldAnswerAsync(200);
        }

        answers.ShouldBe([200, 502, 502, 200, 200]);
        cloud.Control.CountRequests(Workouts).ShouldBe(5);
        cloud.Control.CountRequests("/v2/*", "GET").ShouldBe(10);
    }

    [Fact]
    public async Task A_truncated_answer_promises_more_than_it_holds()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.AddFault(new Fault { Path = Workouts, Kind = FaultKind.Truncated });

        var failure = await Record.ExceptionAsync(() => cloud.ReadAsync("workout", cloud.TokenFor()));

        (failure is HttpRequestException or IOException).ShouldBeTrue(failure?.ToString());
    }

    [Fact]
    public async Task A_slow_answer_waits_for_the_clock()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { AccessTokenLifetime = TimeSpan.FromDays(36500) });
        cloud.Control.AddFault(
            new Fault
            {
                Path = Workouts,
                Kind = FaultKind.Slow,
                Delay = TimeSpan.FromSeconds(12),
            }
        );

        var answer = cloud.GetAsync(Workouts, cloud.TokenFor());
        while (!answer.IsCompleted)
        {
            cloud.Time.Advance(TimeSpan.FromSeconds(12));
            await Task.Yield();
        }

        await answer.ShouldAnswerAsync(200);
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2000", Justification = "The request never gets an answer.")]
    public async Task A_lost_answer_was_carried_out()
    {
        await using var cloud = await Cloud.StartAsync();
        var first = cloud.Control.IssueTokens(Cloud.Moi.ClientId, "demo", "extapi:workout").RefreshToken;
        cloud.Control.AddFault(new Fault { Path = "*oauth-token", Kind = FaultKind.LostAnswer });

        await Should.ThrowAsync<HttpRequestException>(() => cloud.RefreshAsync(Cloud.Moi, first));

        await cloud.RefreshAsync(Cloud.Moi, first).ShouldAnswerAsync(400);
    }

    [Fact]
    public async Task A_document_can_hide_right_after_its_webhook()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        var workout = cloud.Control.AddWorkout(new NewWorkout());
        cloud.Control.HideDocument(workout.Id, TimeSpan.FromSeconds(45));

        await cloud.GetAsync($"{Workouts}/{workout.Id}", token).ShouldAnswerAsync(404);
        cloud.Time.Advance(TimeSpan.FromSeconds(45));
        await cloud.GetAsync($"{Workouts}/{workout.Id}", token).ShouldAnswerAsync(200);
    }

    [Fact]
    public async Task Heart_rate_can_come_later_than_its_workout()
    {
        await using var cloud = await Cloud.StartAsync();
        var token = cloud.TokenFor();
        var delayed = cloud.Control.AddWorkout(new NewWorkout { Minutes = 10, HeartRateDelay = TimeSpan.FromHours(2) });
        async Task<int> RowsAsync(Workout workout) =>
            (
                await cloud.ListAsync(
                    $"heartrate?start_datetime={workout.Start.UtcDateTime:s}Z&end_datetime={workout.End.UtcDateTime:s}Z",
                    token
                )
            ).Count;

        (await RowsAsync(delayed)).ShouldBe(0);
        cloud.Time.Advance(TimeSpan.FromHours(2));
        (await RowsAsync(delayed)).ShouldBeInRange(100, 121);
        cloud.Control.HoldHeartRate(delayed.Id);
        cloud.Time.Advance(TimeSpan.FromDays(1));
        token = cloud.TokenFor();
        (await RowsAsync(delayed)).ShouldBe(0);
        cloud.Control.ReleaseHeartRate(delayed.Id);
        (await RowsAsync(delayed)).ShouldBeInRange(100, 121);
        (await RowsAsync(cloud.Control.AddWorkout(new NewWorkout { HeartRate = HeartRateDensity.Rest }))).ShouldBeInRange(6, 7);
        (
            await RowsAsync(
                cloud.Control.AddWorkout(new NewWorkout { Start = cloud.Time.GetUtcNow().AddHours(-3), HeartRate = HeartRateDensity.None })
            )
        ).ShouldBe(0);
    }
}
