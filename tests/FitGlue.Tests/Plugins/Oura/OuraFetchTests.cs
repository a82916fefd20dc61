using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Tests.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

public sealed class OuraFetchTests
{
    private static readonly Secret Token = new("a1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401, """{"detail":"x"}""", typeof(UnauthorizedException))]
    [InlineData(403, """{"detail":"membership"}""", typeof(LimitedException))]
    [InlineData(403, """{"detail":"scope"}""", typeof(LimitedException))]
    [InlineData(426, "", typeof(LimitedException))]
    [InlineData(429, "", typeof(RateLimitedException))]
    [InlineData(422, """{"detail":[]}""", typeof(RejectedException))]
    [InlineData(404, """{"detail":"Not Found"}""", typeof(MisconfiguredException))]
    [InlineData(500, "", typeof(UnavailableException))]
    [InlineData(200, "<html>", typeof(UnavailableException))]
    public async Task Says_in_our_terms_what_went_wrong(int status, string body, Type expected)
    {
        var source = OuraServer.Source(FakeOura.Answering(status, body));
        var day = new DateOnly(2026, 3, 1);

        (await Should.ThrowAsync<ServiceException>(() => source.FetchWorkoutAsync("w1", Token, Cancellation))).ShouldBeOfType(expected);
        (
            await Should.ThrowAsync<ServiceException>(async () =>
                await source.ListWorkoutsAsync(day, day, Token, Cancellation).ToListAsync(Cancellation)
            )
        ).ShouldBeOfType(expected);
        (
            await Should.ThrowAsync<ServiceException>(() => source.FetchHeartRateAsync(FakeOura.Now, FakeOura.Now, Token, Cancellation))
        ).ShouldBeOfType(expected);
    }

    [Fact]
    public async Task Says_when_to_come_back()
    {
        var source = OuraServer.Source(FakeOura.Answering(429, "", ("Retry-After", "90"), ("X-RateLimit-Tier", "application")));

        var limited = await Should.ThrowAsync<RateLimitedException>(() => source.FetchWorkoutAsync("w1", Token, Cancellation));

        limited.RetryAt.ShouldBe(FakeOura.Now.AddSeconds(90));
        limited.Message.ShouldContain("application");
    }

    [Fact]
    public async Task Asks_nothing_for_an_id_that_is_none()
    {
        var oura = FakeOura.Answering(200, "{}");

        await Should.ThrowAsync<RejectedException>(() => OuraServer.Source(oura).FetchWorkoutAsync("../x", Token, Cancellation));

        oura.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Lists_documents_as_they_came_and_passes_over_what_has_no_id()
    {
        const string Workout = """{"id":"w1", "day":"2026-03-01"}""";
        var source = OuraServer.Source(FakeOura.Answering(200, $$"""{"data":[{"day":"2026-03-01"},{{Workout}}],"next_token":null}"""));

        var listed = await source.ListWorkoutsAsync(new(2026, 3, 1), new(2026, 3, 1), Token, Cancellation).ToListAsync(Cancellation);

        listed.ShouldHaveSingleItem().ShouldBe(new("w1", Workout));
    }

    [Fact]
    public async Task Sorts_heart_rate_by_time_and_keeps_duplicates()
    {
        var source = OuraServer.Source(
            FakeOura.Answering(200, $$"""{"data":[{{Row(91, 5)}},{{Row(90, 0)}},{{Row(92, 5)}}],"next_token":null}""")
        );

        var samples = await source.FetchHeartRateAsync(FakeOura.Now, FakeOura.Now.AddMinutes(1), Token, Cancellation);

        samples.ShouldBe([Sample(90, 0), Sample(91, 5), Sample(92, 5)]);
    }

    private static HeartRateSample Sample(int bpm, int second) => new(FakeOura.Now.AddSeconds(second), bpm, "workout");

    private static string Row(int bpm, int second) =>
        $$"""{"bpm":{{bpm}},"source":"workout","timestamp":"{{FakeOura.Now.AddSeconds(second):yyyy-MM-dd'T'HH:mm:sszzz}}"}""";
}
