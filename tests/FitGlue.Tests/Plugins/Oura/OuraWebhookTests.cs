using System.Text;
using System.Text.Json;
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
    public async Task Answers_the_challenge_of_the_subscription_that_it_made()
    {
        var desk = new OuraDesk();
        await Notifying(desk.Oura).EnsureSubscriptionsAsync(Callback, withSessions: false, Cancellation);
        using var body = JsonDocument.Parse(desk.Oura.Requests[1].Body);
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

    private static WebhookRequest Signed(string body) => OuraServer.Sign(Encoding.UTF8.GetBytes(body));
}
