using System.Text;
using System.Text.Json;
using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Tests.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

public sealed class OuraWebhookTests
{
    private static readonly Uri Callback = new("https://fitglue.example/webhooks/oura");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subscribes_to_what_is_missing()
    {
        var oura = Subscribed(One("update", Callback, days: 80), One("create", Callback, days: 80, dataType: "sleep"));

        var again = await EnsureAsync(oura);

        Calls(oura).ShouldBe(["GET ", "POST ", "POST "]);
        oura.Requests.Skip(1).ShouldAllBe(asked => asked.Body.Contains("\"data_type\":\"workout\""));
        oura.Requests.Skip(1).Select(asked => asked.Body.Contains("\"create\"")).ShouldBe([true, false]);
        again.ShouldBe(FakeOura.Now.AddDays(1));
    }

    [Fact]
    public async Task Leaves_alone_what_is_right()
    {
        var oura = Subscribed(One("create", Callback, 80), One("update", Callback, 80), One("delete", Callback, 80));

        await EnsureAsync(oura);

        Calls(oura).ShouldBe(["GET "]);
    }

    [Fact]
    public async Task Moves_to_a_new_address_and_renews_past_half_life()
    {
        var oura = Subscribed(One("create", new("https://old.example/hook"), 80), One("update", Callback, 44), One("delete", Callback, 80));

        await EnsureAsync(oura);

        Calls(oura).ShouldBe(["GET ", "PUT /create", "PUT /renew/update"]);
    }

    [Fact]
    public async Task Makes_anew_what_is_gone_by_the_time_it_is_renewed()
    {
        var oura = Subscribed(
            asked => asked.Url.AbsolutePath.Contains("/renew/") ? FakeOura.Answer(403, """{"detail":"x"}""") : null,
            One("create", Callback, 1),
            One("update", Callback, 80),
            One("delete", Callback, 80)
        );

        await EnsureAsync(oura);

        Calls(oura).ShouldBe(["GET ", "PUT /renew/create", "POST "]);
    }

    [Fact]
    public async Task Tells_oura_the_new_token_where_a_renewal_is_refused_after_the_secret_changed()
    {
        var refused = false;
        var oura = Subscribed(
            asked =>
            {
                var first = asked.Url.AbsolutePath.Contains("/renew/") && !refused;
                refused |= first;
                return first ? FakeOura.Answer(422, """{"detail":[]}""") : null;
            },
            One("create", Callback, 1),
            One("update", Callback, 80),
            One("delete", Callback, 80)
        );

        await EnsureAsync(oura);

        Calls(oura).ShouldBe(["GET ", "PUT /renew/create", "PUT /create", "PUT /renew/create"]);
    }

    [Fact]
    public async Task Takes_a_conflict_for_done()
    {
        var oura = Subscribed(asked => asked.Method == "POST" ? FakeOura.Answer(409, "{}") : null);

        (await EnsureAsync(oura)).ShouldBeGreaterThan(FakeOura.Now);
    }

    [Fact]
    public async Task Looks_again_well_before_the_first_ends()
    {
        var oura = Subscribed(
            asked => asked.Url.AbsolutePath.Contains("/renew/") ? FakeOura.Answer(200, One("x", Callback, 0.5)) : null,
            One("create", Callback, 0.1),
            One("update", Callback, 80),
            One("delete", Callback, 80)
        );

        (await EnsureAsync(oura)).ShouldBe(FakeOura.Now.AddDays(0.25));
    }

    [Theory]
    [InlineData(401, "Oura__ClientSecret")]
    [InlineData(403, "Oura__ClientSecret")]
    [InlineData(422, "FitGlue__PublicUrl")]
    [InlineData(400, "FitGlue__PublicUrl")]
    public async Task Says_what_the_operator_has_to_set(int status, string says)
    {
        var oura = FakeOura.Answering(status, """{"detail":"x"}""");

        (await Should.ThrowAsync<MisconfiguredException>(() => EnsureAsync(oura))).Message.ShouldContain(says);
    }

    [Fact]
    public async Task Answers_the_challenge_of_the_subscription_that_it_made()
    {
        var oura = Subscribed();
        await EnsureAsync(oura);
        using var body = JsonDocument.Parse(oura.Requests[1].Body);
        var token = body.RootElement.GetProperty("verification_token").GetString()!;

        // Another process, so that nothing but the secret can have carried the token.
        var answer = Notifying(FakeOura.Answering(500, ""))
            .AnswerChallenge(new Dictionary<string, string> { ["verification_token"] = token, ["challenge"] = "abc" });

        answer.ShouldBe("""{"challenge":"abc"}""");
        token.ShouldNotContain(OuraServer.Secret);
    }

    [Fact]
    public void Keeps_events_of_other_kinds_without_acting_on_them()
    {
        const string Body =
            """{"event_type":"update","data_type":"sleep","object_id":"o1","event_time":"2026-03-01T08:00:00+00:00","user_id":"u1"}""";

        var reading = Notifying(FakeOura.Answering(500, "")).ReadWebhook(Signed(Body));

        reading.ShouldBeOfType<WebhookReading.Accepted>().Event.ConcernsWorkouts.ShouldBeFalse();
    }

    [Fact]
    public void Rejects_two_headers_that_differ_in_case_only()
    {
        var signed = Signed("{}");
        var headers = new Dictionary<string, IReadOnlyList<string>>(signed.Headers)
        {
            ["X-OURA-SIGNATURE"] = signed.Headers["x-oura-signature"],
        };

        Notifying(FakeOura.Answering(500, "")).ReadWebhook(signed with { Headers = headers }).ShouldBeOfType<WebhookReading.Rejected>();
    }

    private static INotifyingSource Notifying(FakeOura oura) => (INotifyingSource)OuraServer.Source(oura);

    private static async Task<DateTimeOffset> EnsureAsync(FakeOura oura) =>
        (await Notifying(oura).EnsureSubscriptionsAsync(Callback, Cancellation)).NextCheckAt;

    private static FakeOura Subscribed(params string[] present) => Subscribed(_ => null, present);

    private static FakeOura Subscribed(Func<Asked, HttpResponseMessage?> special, params string[] present) =>
        new(asked =>
            special(asked)
            ?? (
                asked.Method == "GET"
                    ? FakeOura.Answer(200, $"[{string.Join(',', present)}]")
                    : FakeOura.Answer(200, One(asked.Url.Segments[^1], Callback, 90))
            )
        );

    private static IEnumerable<string> Calls(FakeOura oura) =>
        oura.Requests.Select(asked =>
            $"{asked.Method} {asked.Url.AbsolutePath.Replace("/v2/webhook/subscription", "", StringComparison.Ordinal)}"
        );

    private static string One(string eventType, Uri callback, double days, string dataType = "workout") =>
        $$"""{"id":"{{eventType}}","callback_url":"{{callback}}","event_type":"{{eventType}}","data_type":"{{dataType}}","expiration_time":"{{FakeOura.Now.AddDays(days):O}}"}""";

    private static WebhookRequest Signed(string body) => OuraServer.Sign(Encoding.UTF8.GetBytes(body));
}
