using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Parser;
using FitGlue.Simulator;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Simulator;

public sealed class OAuthTests
{
    [Fact]
    public async Task An_app_of_the_new_portal_fails_at_the_old_token_endpoint_as_recorded()
    {
        await using var cloud = await Cloud.StartAsync();
        var refresh = cloud.Control.IssueTokens(Cloud.Moi.ClientId, "demo", "extapi:workout").RefreshToken;

        await cloud
            .RefreshAsync(Cloud.Moi, refresh, at: Portal.Legacy)
            .ShouldAnswerAsync(400, """{"error":"invalid_request","error_description":"Invalid request"}""");
        await cloud.ExchangeAsync(Cloud.Moi, await cloud.CodeAsync(Cloud.Moi), at: Portal.Legacy).ShouldAnswerAsync(401);

        await cloud.RefreshAsync(Cloud.Moi, refresh).ShouldAnswerAsync(200);
    }

    [Fact]
    public async Task An_app_of_the_old_portal_is_unknown_at_the_new_one()
    {
        await using var cloud = await Cloud.StartAsync();

        await cloud.RefreshAsync(Cloud.Legacy, "anything", at: Portal.Moi).ShouldAnswerAsync(401, """{"error":"invalid_client"}""");
        await cloud.ExchangeAsync(Cloud.Legacy, await cloud.CodeAsync(Cloud.Legacy), at: Portal.Moi).ShouldAnswerAsync(401);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exchange_at_the_wrong_portal_burns_the_code_or_not(bool burns)
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { RejectedExchangeBurnsCode = burns });
        var code = await cloud.CodeAsync(Cloud.Moi);

        await cloud.ExchangeAsync(Cloud.Moi, code, at: Portal.Legacy).ShouldAnswerAsync(401);

        await cloud.ExchangeAsync(Cloud.Moi, code).ShouldAnswerAsync(burns ? 400 : 200);
    }

    [Fact]
    public async Task Echoes_the_state_and_says_what_was_granted()
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await cloud.ConsentAsync(Cloud.Moi, "extapi:workout extapi:heartrate extapi:daily", ["extapi:workout"]);

        answer["state"].ShouldBe("opaque state");
        answer["scope"].ShouldBe("extapi:workout");
        answer["iss"].ShouldBe(cloud.Oura.BaseUrl + "/oauth/v2/ext/oauth-anonymous");
        (await cloud.ConsentAsync(Cloud.Legacy, "workout")).Keys.ShouldNotContain("iss");
    }

    [Fact]
    public async Task A_refusal_comes_back_as_access_denied_with_the_state()
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await cloud.ConsentAsync(Cloud.Moi, "extapi:workout", decision: "deny");

        answer["error"].ShouldBe("access_denied");
        answer["state"].ShouldBe("opaque state");
        answer.Keys.ShouldNotContain("code");
    }

    [Theory]
    [InlineData("http://localhost:5001/connections/oura/callback/")]
    [InlineData("http://localhost:5001/connections/oura")]
    [InlineData("http://evil.example/")]
    public async Task A_redirect_that_differs_by_a_letter_is_refused_on_the_spot(string redirect)
    {
        await using var cloud = await Cloud.StartAsync();
        var query = $"?response_type=code&client_id={Cloud.Moi.ClientId}&redirect_uri={Uri.EscapeDataString(redirect)}";

        var answer = await cloud.GetAsync(cloud.Oura.AuthorizeUrl(Portal.Moi) + query).ShouldAnswerAsync(400);

        answer["error"]!.GetValue<string>().ShouldBe("invalid_request");
    }

    [Fact]
    public async Task The_new_portal_refuses_a_plain_http_address_other_than_localhost()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.PutApp(Cloud.Moi with { RedirectUris = ["http://127.0.0.1:5001/callback"] });

        var query = $"?response_type=code&client_id={Cloud.Moi.ClientId}&redirect_uri=http://127.0.0.1:5001/callback";

        await cloud.GetAsync(cloud.Oura.AuthorizeUrl(Portal.Moi) + query).ShouldAnswerAsync(400);
    }

    [Fact]
    public async Task The_consent_page_offers_each_scope_with_a_label_and_both_decisions()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Control.ChangePerson("demo", p => p with { RefusedScopes = ["heartrate"] });
        var query =
            $"?response_type=code&client_id={Cloud.Moi.ClientId}&redirect_uri={Cloud.Redirect}&scope=extapi:workout+extapi:heartrate&login_hint=noa&state=%22%3E%3Cb%3E";
        using var response = await cloud.GetAsync(cloud.Oura.AuthorizeUrl(Portal.Moi) + query);

        var page = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Cloud.Stop));

        var boxes = page.QuerySelectorAll("input[type=checkbox]");
        boxes.Select(b => b.GetAttribute("value")).ShouldBe(["extapi:workout", "extapi:heartrate"]);
        boxes.ShouldAllBe(b => page.QuerySelector($"label[for={b.Id}]") != null);
        page.QuerySelectorAll("button").Select(b => b.GetAttribute("value")).ShouldBe(["allow", "deny"]);
        page.QuerySelector("option[selected]")!.GetAttribute("value").ShouldBe("noa");
        page.QuerySelector("input[name=state]")!.GetAttribute("value").ShouldBe("\"><b>");
        page.QuerySelectorAll("script").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_blank_scope_asks_for_everything_the_app_may_have()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { SkipConsent = true });
        cloud.Control.PutApp(Cloud.Legacy with { Scopes = ["workout", "heartrate"] });
        using var response = await cloud.GetAsync($"/oauth/authorize?response_type=code&client_id={Cloud.Legacy.ClientId}");

        var query = QueryHelpers.ParseQuery(response.Headers.Location!.Query);

        query["scope"].ToString().ShouldBe("heartrate workout");
    }

    [Fact]
    public async Task A_code_works_once_and_for_ten_minutes()
    {
        await using var cloud = await Cloud.StartAsync();
        var (used, late, punctual) = (await cloud.CodeAsync(Cloud.Moi), await cloud.CodeAsync(Cloud.Moi), await cloud.CodeAsync(Cloud.Moi));

        await cloud.ExchangeAsync(Cloud.Moi, used).ShouldAnswerAsync(200);
        (await cloud.ExchangeAsync(Cloud.Moi, used).ShouldAnswerAsync(400))["error"]!.GetValue<string>().ShouldBe("invalid_grant");
        cloud.Time.Advance(TimeSpan.FromSeconds(599));
        await cloud.ExchangeAsync(Cloud.Moi, punctual).ShouldAnswerAsync(200);
        cloud.Time.Advance(TimeSpan.FromSeconds(1));
        (await cloud.ExchangeAsync(Cloud.Moi, late).ShouldAnswerAsync(400))["error"]!.GetValue<string>().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_client_may_name_itself_in_the_header_instead_of_the_form()
    {
        await using var cloud = await Cloud.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, cloud.Oura.TokenUrl(Portal.Legacy));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("old-app:old-secret"u8));
        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = await cloud.CodeAsync(Cloud.Legacy),
                ["redirect_uri"] = Cloud.Redirect,
            }
        );

        var pair = await cloud.Http.SendAsync(request, Cloud.Stop).ShouldAnswerAsync(200);

        pair.Select(p => p.Key).ShouldBe(["token_type", "access_token", "expires_in", "refresh_token"]);
    }

    [Theory]
    [InlineData(Portal.Legacy, 400, """{"error":"invalid_client","error_description":"Invalid client_id."}""")]
    [InlineData(Portal.Moi, 401, """{"error":"invalid_client"}""")]
    public async Task A_wrong_secret_is_answered_as_each_portal_does(Portal portal, int status, string body)
    {
        await using var cloud = await Cloud.StartAsync();
        var app = portal is Portal.Moi ? Cloud.Moi : Cloud.Legacy;

        await cloud.RefreshAsync(app with { ClientSecret = "wrong" }, "any").ShouldAnswerAsync(status, body);
        await cloud.RefreshAsync(app with { ClientId = "unknown" }, "any").ShouldAnswerAsync(status, body);
    }

    [Fact]
    public async Task A_refresh_spends_the_old_token_and_of_parallel_ones_a_single_one_wins()
    {
        await using var cloud = await Cloud.StartAsync();
        var first = cloud.Control.IssueTokens(Cloud.Moi.ClientId, "demo", "extapi:workout");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cloud.RefreshAsync(Cloud.Moi, first.RefreshToken)));

        answers.Select(a => (int)a.StatusCode).Order().ShouldBe([200, 400, 400, 400, 400, 400, 400, 400]);
        var pair = await Task.FromResult(answers.Single(a => a.IsSuccessStatusCode)).ShouldAnswerAsync(200);
        pair["refresh_token"]!.GetValue<string>().ShouldNotBe(first.RefreshToken);
        await cloud.RefreshAsync(Cloud.Moi, pair["refresh_token"]!.GetValue<string>()).ShouldAnswerAsync(200);
        cloud.Control.TokensIssued.ShouldBe(3);
    }

    [Fact]
    public async Task A_reused_refresh_token_ends_the_grant_where_the_knob_says_so()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { ReusedRefreshTokenRevokesGrant = true });
        var first = cloud.Control.IssueTokens(Cloud.Moi.ClientId, "demo", "extapi:workout").RefreshToken;
        var second = (await cloud.RefreshAsync(Cloud.Moi, first).ShouldAnswerAsync(200))["refresh_token"]!.GetValue<string>();

        await cloud.RefreshAsync(Cloud.Moi, first).ShouldAnswerAsync(400);

        await cloud.RefreshAsync(Cloud.Moi, second).ShouldAnswerAsync(400);
    }

    [Fact]
    public async Task An_access_token_lives_as_long_as_the_answer_says()
    {
        await using var cloud = await Cloud.StartAsync(new Knobs { AccessTokenLifetime = TimeSpan.FromSeconds(2) });
        var pair = await cloud.ExchangeAsync(Cloud.Moi, await cloud.CodeAsync(Cloud.Moi)).ShouldAnswerAsync(200);
        pair["expires_in"]!.GetValue<int>().ShouldBe(2);
        var token = pair["access_token"]!.GetValue<string>();

        await cloud.GetAsync("/v2/usercollection/personal_info", token).ShouldAnswerAsync(200);
        cloud.Time.Advance(TimeSpan.FromSeconds(2));

        await cloud.GetAsync("/v2/usercollection/personal_info", token).ShouldAnswerAsync(401);
        new Knobs().AccessTokenLifetime.TotalSeconds.ShouldBe(86400);
    }

    [Fact]
    public async Task The_new_portal_answers_with_scope_and_id_token_beside_the_pair()
    {
        await using var cloud = await Cloud.StartAsync();

        var pair = await cloud.ExchangeAsync(Cloud.Moi, await cloud.CodeAsync(Cloud.Moi)).ShouldAnswerAsync(200);

        pair["scope"]!.GetValue<string>().ShouldBe("extapi:workout");
        pair["id_token"]!.GetValue<string>().Split('.').Length.ShouldBe(3);
        pair["access_token"]!.GetValue<string>().Length.ShouldBe(45);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task The_old_portal_revokes_by_query_whatever_the_method(string method)
    {
        await using var cloud = await Cloud.StartAsync();
        var pair = cloud.Control.IssueTokens(Cloud.Legacy.ClientId, "demo", "workout");

        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            $"{cloud.Oura.RevokeUrl(Portal.Legacy)}?access_token={pair.AccessToken}"
        );
        await cloud.Http.SendAsync(request, Cloud.Stop).ShouldAnswerAsync(200, "");

        await cloud.GetAsync("/v2/usercollection/personal_info", pair.AccessToken).ShouldAnswerAsync(401);
        await cloud.RefreshAsync(Cloud.Legacy, pair.RefreshToken).ShouldAnswerAsync(400);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task The_new_portal_revokes_by_form_and_asks_who_it_is(string which)
    {
        await using var cloud = await Cloud.StartAsync();
        var pair = cloud.Control.IssueTokens(Cloud.Moi.ClientId, "demo", "extapi:workout");
        var token = which is "access_token" ? pair.AccessToken : pair.RefreshToken;

        await cloud
            .PostFormAsync(
                cloud.Oura.RevokeUrl(Portal.Moi),
                ("token", token),
                ("client_id", Cloud.Moi.ClientId),
                ("client_secret", "wrong")
            )
            .ShouldAnswerAsync(401);
        await cloud
            .PostFormAsync(
                cloud.Oura.RevokeUrl(Portal.Moi),
                ("token", token),
                ("token_type_hint", which),
                ("client_id", Cloud.Moi.ClientId),
                ("client_secret", Cloud.Moi.ClientSecret)
            )
            .ShouldAnswerAsync(200);

        await cloud.GetAsync("/v2/usercollection/personal_info", pair.AccessToken).ShouldAnswerAsync(401);
        (await cloud.RefreshAsync(Cloud.Moi, pair.RefreshToken).ShouldAnswerAsync(400))["error"]!
            .GetValue<string>()
            .ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_challenge_that_was_sent_must_be_met_and_none_need_be_sent()
    {
        await using var cloud = await Cloud.StartAsync();
        const string Verifier = "a-verifier-that-is-long-enough-to-be-taken-seriously";
        var s256 = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        (string, string)[] hashed = [("code_challenge", s256), ("code_challenge_method", "S256")];
        (string, string)[] plain = [("code_challenge", Verifier), ("code_challenge_method", "plain")];

        await cloud
            .ExchangeAsync(Cloud.Moi, await cloud.CodeAsync(Cloud.Moi, hashed), more: ("code_verifier", Verifier))
            .ShouldAnswerAsync(200);
        await cloud
            .ExchangeAsync(Cloud.Moi, await cloud.CodeAsync(Cloud.Moi, plain), more: ("code_verifier", Verifier))
            .ShouldAnswerAsync(200);
        await cloud
            .ExchangeAsync(Cloud.Moi, await cloud.CodeAsync(Cloud.Moi, hashed), more: ("code_verifier", "other"))
            .ShouldAnswerAsync(400);
        await cloud.ExchangeAsync(Cloud.Moi, await cloud.CodeAsync(Cloud.Moi, hashed)).ShouldAnswerAsync(400);
        await cloud.ExchangeAsync(Cloud.Moi, await cloud.CodeAsync(Cloud.Moi)).ShouldAnswerAsync(200);
        await cloud.ExchangeAsync(Cloud.Legacy, await cloud.CodeAsync(Cloud.Legacy, hashed)).ShouldAnswerAsync(200);
    }
}
