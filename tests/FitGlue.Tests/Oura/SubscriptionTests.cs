using FitGlue.Oura;
using FitGlue.Oura.Webhooks;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

public sealed class SubscriptionTests
{
    private const string Json =
        """{"id":"s-1","callback_url":"https://fitglue.example/webhooks/oura","event_type":"create","data_type":"workout","expiration_time":"2026-05-30T12:00:00"}""";

    private static readonly Uri Callback = new("https://fitglue.example/webhooks/oura");
    private static readonly OuraSubscription Known = new("s-1", Callback.AbsoluteUri, OuraEventType.Create, "workout", null);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_them_with_the_credentials_of_the_application()
    {
        var oura = FakeOura.Answering(200, $"[{Json},7,{{}}]");

        var found = (await oura.Subscriptions().ListAsync(Cancellation)).ShouldHaveSingleItem();

        found.ShouldBe(Known with { ExpiresAt = new(2026, 5, 30, 12, 0, 0, TimeSpan.Zero) });
        var asked = oura.Requests.ShouldHaveSingleItem();
        asked.Url.AbsoluteUri.ShouldBe("https://oura.example/v2/webhook/subscription");
        (asked.Headers["x-client-id"], asked.Headers["x-client-secret"]).ShouldBe(("our-client", "our-secret"));
        asked.Headers.Keys.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task Creates_one()
    {
        var oura = FakeOura.Answering(201, Json);

        (await oura.Subscriptions().CreateAsync(Callback, "token", OuraEventType.Create, "workout", Cancellation)).ShouldNotBeNull();

        var asked = oura.Requests.ShouldHaveSingleItem();
        asked.Method.ShouldBe("POST");
        asked.Body.ShouldBe(
            """{"callback_url":"https://fitglue.example/webhooks/oura","verification_token":"token","event_type":"create","data_type":"workout"}"""
        );
    }

    [Fact]
    public async Task Takes_a_conflict_for_already_there() =>
        (
            await FakeOura
                .Answering(409, "{}")
                .Subscriptions()
                .CreateAsync(Callback, "token", OuraEventType.Create, "workout", Cancellation)
        ).ShouldBeNull();

    [Theory]
    [InlineData(403, """{"detail":"Webhook with specified id does not exist."}""")]
    [InlineData(404, "")]
    public async Task Takes_an_unknown_id_for_gone(int status, string body)
    {
        var subscriptions = FakeOura.Answering(status, body).Subscriptions();

        (await subscriptions.UpdateAsync(Known, Callback, "token", Cancellation)).ShouldBeNull();
        (await subscriptions.RenewAsync(Known, Cancellation)).ShouldBeNull();
        await subscriptions.DeleteAsync(Known, Cancellation);
    }

    [Fact]
    public async Task Changes_renews_and_deletes_by_id()
    {
        var oura = new FakeOura(asked => FakeOura.Answer(asked.Method == "DELETE" ? 204 : 200, asked.Method == "DELETE" ? "" : Json));
        var subscriptions = oura.Subscriptions();

        await subscriptions.UpdateAsync(Known, Callback, "token", Cancellation);
        await subscriptions.RenewAsync(Known, Cancellation);
        await subscriptions.DeleteAsync(Known, Cancellation);

        oura.Requests.Select(asked => $"{asked.Method} {asked.Url.AbsolutePath}")
            .ShouldBe([
                "PUT /v2/webhook/subscription/s-1",
                "PUT /v2/webhook/subscription/renew/s-1",
                "DELETE /v2/webhook/subscription/s-1",
            ]);
    }

    // The word subscription means something else here than in a refusal of a person's data.
    [Theory]
    [InlineData(401, "{}")]
    [InlineData(403, """{"detail":"This client may not read the subscription"}""")]
    public async Task Says_that_the_credentials_are_refused(int status, string body) =>
        await Should.ThrowAsync<OuraUnauthorizedException>(() => FakeOura.Answering(status, body).Subscriptions().ListAsync(Cancellation));

    [Fact]
    public async Task Says_that_the_address_is_refused() =>
        await Should.ThrowAsync<OuraRejectedException>(() =>
            FakeOura
                .Answering(422, """{"detail":[]}""")
                .Subscriptions()
                .CreateAsync(Callback, "token", OuraEventType.Create, "workout", Cancellation)
        );
}
