using System.Globalization;
using System.Net;
using FitGlue.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

public sealed class RefusalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, """{"detail":"Start time is greater than end time"}""", typeof(OuraRejectedException))]
    [InlineData(401, """{"detail":"secret-words"}""", typeof(OuraUnauthorizedException))]
    [InlineData(401, "", typeof(OuraUnauthorizedException))]
    [InlineData(401, """{"detail":"expired_oura_membership"}""", typeof(OuraMembershipException))]
    [InlineData(403, """{"detail":"The user's subscription to Oura has expired"}""", typeof(OuraMembershipException))]
    [InlineData(403, """{"detail":[{"msg":"No membership"}]}""", typeof(OuraMembershipException))]
    [InlineData(403, """{"title":"Forbidden","detail":{"reason":"Membership expired"}}""", typeof(OuraMembershipException))]
    [InlineData(403, """{"detail":"Missing Scope Permission"}""", typeof(OuraMissingScopeException))]
    [InlineData(403, "<html>subscription required by the firewall</html>", typeof(OuraUnavailableException))]
    [InlineData(404, """{"detail":"Not Found"}""", typeof(OuraNotFoundException))]
    [InlineData(422, """{"detail":[{"type":"t","loc":["query","start_date"],"msg":"m","input":"ayer"}]}""", typeof(OuraRejectedException))]
    [InlineData(426, """{"detail":"Minimum App Version Error"}""", typeof(OuraAppOutdatedException))]
    [InlineData(408, "", typeof(OuraUnavailableException))]
    [InlineData(500, "", typeof(OuraUnavailableException))]
    [InlineData(502, "<html>Bad gateway</html>", typeof(OuraUnavailableException))]
    [InlineData(302, "", typeof(OuraUnavailableException))]
    [InlineData(200, "<html>Hello</html>", typeof(OuraUnavailableException))]
    [InlineData(200, """{"age":42}""", typeof(OuraUnavailableException))]
    public async Task Names_each_refusal_and_repeats_nothing_of_the_answer(int status, string body, Type expected)
    {
        var oura = FakeOura.Answering(status, body);

        var exception = await Should.ThrowAsync<OuraException>(() => oura.Client().GetPersonalInfoAsync(FakeOura.Token, Cancellation));

        exception.ShouldBeOfType(expected);
        exception.ToString().ShouldNotContain("secret-words");
        exception.ToString().ShouldNotContain(FakeOura.Token.Value);
        oura.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("0", 1)]
    [InlineData("-1", 60)]
    [InlineData("2.5", 2.5)]
    [InlineData("99999999999999999999", 3600)]
    [InlineData("Sun, 01 Mar 2026 12:05:00 GMT", 300)]
    [InlineData("Sun, 01 Mar 2020 12:05:00 GMT", 60)]
    [InlineData("315360000", 3600)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 3600)]
    [InlineData("later", 60)]
    [InlineData("NaN", 60)]
    [InlineData("", 60)]
    public async Task Waits_as_told_within_reason(string retryAfter, double seconds) =>
        (await LimitAsync(("Retry-After", retryAfter))).RetryAt.ShouldBe(FakeOura.Now.AddSeconds(seconds));

    [Fact]
    public async Task Measures_a_date_by_the_clock_that_told_it() =>
        (await LimitAsync(("Date", "Sun, 01 Mar 2026 11:50:00 GMT"), ("Retry-After", "Sun, 01 Mar 2026 11:52:00 GMT"))).RetryAt.ShouldBe(
            FakeOura.Now.AddMinutes(2)
        );

    [Fact]
    public async Task Believes_the_reset_where_retry_after_makes_no_sense()
    {
        var reset = FakeOura.Now.AddSeconds(90).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        (await LimitAsync(("Retry-After", "-1"), ("X-RateLimit-Reset", reset))).RetryAt.ShouldBe(FakeOura.Now.AddSeconds(90));
        (await LimitAsync(("Retry-After", "-1"), ("X-RateLimit-Reset", "1"), ("X-RateLimit-Window", "300"))).RetryAt.ShouldBe(
            FakeOura.Now.AddSeconds(300)
        );
    }

    [Fact]
    public async Task Reads_which_limit_it_was()
    {
        var reset = FakeOura.Now.AddSeconds(90).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        var limit = await LimitAsync(
            ("X-RateLimit-Limit", "5000"),
            ("X-RateLimit-Window", "300"),
            ("X-RateLimit-Reset", reset),
            ("X-RateLimit-Tier", "application")
        );

        limit.ShouldBe(new RateLimit(FakeOura.Now.AddSeconds(90), 5000, TimeSpan.FromMinutes(5), "application"));
    }

    [Fact]
    public async Task Does_not_repeat_a_tier_that_is_no_word() => (await LimitAsync(("X-RateLimit-Tier", "<script>"))).Tier.ShouldBeNull();

    [Fact]
    public async Task Says_that_an_answer_was_cut_off()
    {
        var oura = new FakeOura(_ => new(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) });

        await Should.ThrowAsync<OuraUnavailableException>(() => oura.Client().GetPersonalInfoAsync(FakeOura.Token, Cancellation));
    }

    [Fact]
    public async Task Does_not_wait_for_ever_for_the_rest_of_an_answer()
    {
        var oura = new FakeOura(_ => new(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream()) });
        var call = oura.Client().GetPersonalInfoAsync(FakeOura.Token, Cancellation);

        oura.Time.Advance(TimeSpan.FromSeconds(101));

        (await Should.ThrowAsync<OuraUnavailableException>(() => call)).Message.ShouldContain("in time");
    }

    [Fact]
    public async Task Stops_when_told_to()
    {
        using var stopping = new CancellationTokenSource();
        var oura = new FakeOura(_ => new(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream()) });
        var call = oura.Client().GetPersonalInfoAsync(FakeOura.Token, stopping.Token);

        await stopping.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    private static async Task<RateLimit> LimitAsync(params (string, string)[] headers)
    {
        var client = FakeOura.Answering(429, """{"detail":"Too many"}""", headers).Client();
        return (
            await Should.ThrowAsync<OuraRateLimitedException>(() => client.GetPersonalInfoAsync(FakeOura.Token, Cancellation))
        ).RateLimit;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The response ended prematurely.");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("The response ended prematurely.");
    }

    private sealed class SilentStream : MemoryStream
    {
        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
