using System.Text.Json;
using FitGlue.Oura.Authorization;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

public sealed class TokenTests
{
    private static readonly Uri Callback = new("http://localhost:8080/connections/oura/callback");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exchanges_a_code_for_tokens()
    {
        var oura = FakeOura.Answering(
            200,
            """{"token_type":"bearer","access_token":"a1","expires_in":86400,"refresh_token":"r1","scope":"extapi:workout extapi:spo2Daily","id_token":"x"}"""
        );

        var outcome = await oura.Auth().ExchangeAsync("code-1", "verifier-1", Callback, Cancellation);

        var tokens = outcome.ShouldBeOfType<TokenOutcome.Granted>().Tokens;
        tokens.AccessToken.Value.ShouldBe("a1");
        tokens.RefreshToken?.Value.ShouldBe("r1");
        tokens.ExpiresAt.ShouldBe(FakeOura.Now.AddDays(1));
        tokens.Scopes.ShouldBe(["workout", "spo2"]);
        var asked = oura.Requests.ShouldHaveSingleItem();
        asked.Url.ShouldBe(OuraEndpoints.Moi.TokenUrl);
        asked.Field("grant_type").ShouldBe("authorization_code");
        asked.Field("code").ShouldBe("code-1");
        asked.Field("code_verifier").ShouldBe("verifier-1");
        asked.Field("redirect_uri").ShouldBe(Callback.OriginalString);
        asked.Field("client_id").ShouldBe("our-client");
        asked.Field("client_secret").ShouldBe("our-secret");
    }

    [Theory]
    [InlineData("""{"access_token":"a2","expires_in":3600}""")]
    [InlineData("""{"access_token":"a2","expires_in":3600,"refresh_token":null}""")]
    [InlineData("""{"access_token":"a2","expires_in":3600,"refresh_token":""}""")]
    public async Task Says_that_a_refresh_brought_no_new_refresh_token(string body)
    {
        var outcome = await FakeOura.Answering(200, body).Auth().RefreshAsync(new("r1"), Cancellation);

        outcome.ShouldBeOfType<TokenOutcome.Granted>().Tokens.RefreshToken.ShouldBeNull();
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""", typeof(TokenOutcome.GrantGone))]
    [InlineData(400, """{"error":"invalid_grant","error_description":"Refresh token already used."}""", typeof(TokenOutcome.GrantGone))]
    [InlineData(400, """{"error":"invalid_client","error_description":"Invalid client_id."}""", typeof(TokenOutcome.WrongClient))]
    [InlineData(401, """{"error":"invalid_client"}""", typeof(TokenOutcome.WrongClient))]
    [InlineData(400, """{"error":"invalid_request","error_description":"Invalid request"}""", typeof(TokenOutcome.WrongPortal))]
    [InlineData(401, "", typeof(TokenOutcome.WrongPortal))]
    [InlineData(400, """{"error":"invalid_redirect_uri"}""", typeof(TokenOutcome.WrongRedirect))]
    [InlineData(400, """{"error":"unsupported_grant_type"}""", typeof(TokenOutcome.Refused))]
    [InlineData(400, """{"error":{"code":7}}""", typeof(TokenOutcome.Unavailable))]
    [InlineData(403, "<html>blocked</html>", typeof(TokenOutcome.Unavailable))]
    [InlineData(404, """{"detail":"Not Found"}""", typeof(TokenOutcome.WrongAddress))]
    [InlineData(302, "", typeof(TokenOutcome.WrongAddress))]
    [InlineData(429, "", typeof(TokenOutcome.RateLimited))]
    [InlineData(500, """{"error":"invalid_grant"}""", typeof(TokenOutcome.Unavailable))]
    [InlineData(503, "<html>", typeof(TokenOutcome.Unavailable))]
    public async Task Gives_each_error_its_own_outcome_and_asks_once(int status, string body, Type expected)
    {
        var oura = FakeOura.Answering(status, body, ("Location", "https://elsewhere.example/"));

        var outcome = await oura.Auth().RefreshAsync(new("r1"), Cancellation);

        outcome.ShouldBeOfType(expected);
        oura.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Takes_no_nonsense_for_tokens()
    {
        using var cases = JsonDocument.Parse(SharedData.Text("oura-samples/hostile-token-responses.auth-cases.json"));

        foreach (var hostile in cases.RootElement.GetProperty("hostile_token_responses").EnumerateArray())
        {
            var body = hostile.TryGetProperty("raw_body", out var raw) ? raw.GetString()! : hostile.GetProperty("body").GetRawText();

            var outcome = await FakeOura.Answering(200, body).Auth().RefreshAsync(new("r1"), Cancellation);

            outcome.ShouldBeOfType<TokenOutcome.Malformed>(hostile.GetProperty("name").GetString());
        }
    }

    [Theory]
    [InlineData("{}", "access_token")]
    [InlineData("""{"access_token":42,"expires_in":60}""", "access_token")]
    [InlineData("""{"access_token":"a"}""", "expires_in")]
    [InlineData("""{"access_token":"a","expires_in":0}""", "expires_in")]
    [InlineData("""{"access_token":"a","expires_in":"soon"}""", "expires_in")]
    [InlineData("[]", "body")]
    [InlineData("<html>", "body")]
    public async Task Names_what_is_wrong_with_a_success(string body, string field) =>
        (await FakeOura.Answering(200, body).Auth().RefreshAsync(new("r1"), Cancellation)).ShouldBe(new TokenOutcome.Malformed(field));

    [Theory]
    [InlineData("""{"access_token":"a b","expires_in":60}""")]
    [InlineData("""{"access_token":"a\r\nX-Evil: 1","expires_in":60}""")]
    [InlineData("""{"access_token":"\ud800","expires_in":60}""")]
    public async Task Takes_no_token_that_would_break_a_header(string body) =>
        (await FakeOura.Answering(200, body).Auth().RefreshAsync(new("r1"), Cancellation)).ShouldBe(
            new TokenOutcome.Malformed("access_token")
        );

    [Fact]
    public async Task Believes_no_token_to_live_for_ages()
    {
        var outcome = await FakeOura
            .Answering(200, """{"access_token":"a","expires_in":1e300}""")
            .Auth()
            .RefreshAsync(new("r1"), Cancellation);

        outcome.ShouldBeOfType<TokenOutcome.Granted>().Tokens.ExpiresAt.ShouldBe(FakeOura.Now.AddDays(365));
    }

    [Fact]
    public async Task Does_not_swallow_an_answer_of_any_size() =>
        (await FakeOura.Answering(200, new string(' ', 1_000_000)).Auth().RefreshAsync(new("r1"), Cancellation))
            .ShouldBeOfType<TokenOutcome.Unavailable>()
            .Reason.ShouldContain("larger");

    [Fact]
    public async Task Says_that_the_connection_broke()
    {
        var oura = new FakeOura(_ => throw new HttpRequestException("refused"));

        (await oura.Auth().RefreshAsync(new("r1"), Cancellation)).ShouldBeOfType<TokenOutcome.Unavailable>();
        oura.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Revokes_both_tokens_at_the_new_portal()
    {
        var oura = FakeOura.Answering(200, "");

        (await oura.Auth().RevokeAsync(new("a1"), new("r1"), Cancellation)).ShouldBeOfType<RevokeOutcome.Revoked>();

        oura.Requests.Select(asked => (asked.Url, asked.Field("token"), asked.Field("token_type_hint")))
            .ShouldBe([(OuraEndpoints.Moi.RevokeUrl, "r1", "refresh_token"), (OuraEndpoints.Moi.RevokeUrl, "a1", "access_token")]);
    }

    [Theory]
    [InlineData(200, typeof(RevokeOutcome.Revoked))]
    [InlineData(401, typeof(RevokeOutcome.Revoked))]
    [InlineData(500, typeof(RevokeOutcome.Failed))]
    public async Task Revokes_at_the_classic_portal(int status, Type expected)
    {
        var oura = FakeOura.Answering(status, "");

        (await oura.Auth(OuraEndpoints.Legacy).RevokeAsync(new("a1"), new("r1"), Cancellation)).ShouldBeOfType(expected);

        var asked = oura.Requests.ShouldHaveSingleItem();
        asked.Method.ShouldBe("POST");
        asked["access_token"].ShouldBe("a1");
    }

    [Fact]
    public void Shows_no_credential_as_text()
    {
        var tokens = new OuraTokens(new("a1"), new RefreshToken("r1"), FakeOura.Now, ["workout"]);

        $"{tokens} {FakeOura.Application} {Pkce.Of("verifier-1")}".ShouldNotContain("a1");
        $"{tokens} {FakeOura.Application} {Pkce.Of("verifier-1")}".ShouldNotContain("r1");
        $"{tokens} {FakeOura.Application} {Pkce.Of("verifier-1")}".ShouldNotContain("our-secret");
        tokens.AccessToken.ToString().ShouldBe("***");
    }
}
