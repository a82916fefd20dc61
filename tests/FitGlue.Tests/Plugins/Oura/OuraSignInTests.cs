using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Tests.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

public sealed class OuraSignInTests
{
    private static readonly Uri Callback = new("http://localhost:8080/connections/oura/callback");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"extapi:workout\"", "workout daily", "workout")]
    [InlineData("null", "extapi:workout extapi:daily", "workout,daily")]
    [InlineData("null", null, "workout,heartrate,personal,daily")]
    public async Task Knows_whose_tokens_they_are_and_what_was_granted(string inAnswer, string? inRedirect, string expected)
    {
        var source = OuraServer.Source(SignsIn($$"""{"access_token":"a1","refresh_token":"r1","expires_in":60,"scope":{{inAnswer}}}"""));

        var grant = await source.ExchangeAsync("code", "verifier", Callback, inRedirect, Cancellation);

        grant.ExternalUserId.ShouldBe("user-1");
        grant.Scopes.ShouldBe(expected.Split(','));
        grant.Tokens.ShouldBe(new(new("a1"), new Secret("r1"), FakeOura.Now.AddMinutes(1)));
    }

    [Fact]
    public async Task Keeps_the_refresh_token_where_no_new_one_came()
    {
        var source = OuraServer.Source(SignsIn("""{"access_token":"a2","expires_in":60}"""));

        var pair = await source.RefreshAsync(new("r1"), Cancellation);

        pair.RefreshToken.ShouldBe(new Secret("r1"));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""", typeof(ReconnectRequiredException), "Connect Oura again")]
    [InlineData(400, """{"error":"invalid_request"}""", typeof(MisconfiguredException), "Oura__Portal to 'legacy'")]
    [InlineData(401, "", typeof(MisconfiguredException), "Oura__Portal to 'legacy'")]
    [InlineData(401, """{"error":"invalid_client"}""", typeof(MisconfiguredException), "Oura__ClientSecret")]
    [InlineData(404, "", typeof(MisconfiguredException), "Oura__TokenUrl")]
    [InlineData(302, "", typeof(MisconfiguredException), "Oura__TokenUrl")]
    [InlineData(400, """{"error":"unsupported_grant_type"}""", typeof(MisconfiguredException), "unsupported_grant_type")]
    [InlineData(200, "{}", typeof(UnavailableException), "kept")]
    [InlineData(500, "<html>", typeof(UnavailableException), "kept")]
    [InlineData(429, "", typeof(RateLimitedException), "wait")]
    public async Task Asks_to_reconnect_only_where_the_grant_is_gone(int status, string body, Type expected, string says)
    {
        var oura = FakeOura.Answering(status, body);

        var fault = await Should.ThrowAsync<ServiceException>(() => OuraServer.Source(oura).RefreshAsync(new("r1"), Cancellation));

        fault.ShouldBeOfType(expected);
        fault.Message.ShouldContain(says);
        oura.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Names_the_portal_to_set_from_the_other_side_too()
    {
        var source = OuraServer.Source(FakeOura.Answering(401, ""), ("Oura:Portal", "legacy"));

        var fault = await Should.ThrowAsync<MisconfiguredException>(() => source.ExchangeAsync("c", "v", Callback, null, Cancellation));

        fault.Message.ShouldContain("Oura__Portal to 'moi'");
    }

    [Fact]
    public async Task Tells_a_missing_permission_from_a_dead_sign_in()
    {
        var alive = await OuraServer.Source(FakeOura.Answering(200, """{"id":"user-1"}""")).CheckAccessAsync(new("a1"), Cancellation);
        var dead = await OuraServer.Source(FakeOura.Answering(401, "{}")).CheckAccessAsync(new("a1"), Cancellation);

        alive.ShouldBeOfType<AccessCheck.Accepted>().ExternalUserId.ShouldBe("user-1");
        dead.ShouldBeOfType<AccessCheck.Refused>();
    }

    [Fact]
    public async Task Says_that_the_access_could_not_be_taken_back()
    {
        var pair = new TokenPair(new("a1"), null, FakeOura.Now);

        await OuraServer.Source(FakeOura.Answering(200, "")).RevokeAsync(pair, Cancellation);
        await Should.ThrowAsync<UnavailableException>(() => OuraServer.Source(FakeOura.Answering(500, "")).RevokeAsync(pair, Cancellation));
    }

    private static FakeOura SignsIn(string tokens) =>
        new(asked => FakeOura.Answer(200, asked.Method == "POST" ? tokens : """{"id":"user-1","age":null}"""));
}
