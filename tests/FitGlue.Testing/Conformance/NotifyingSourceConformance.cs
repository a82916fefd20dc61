using System.Text;
using FitGlue.Core.Sources;
using Shouldly;
using Xunit;

namespace FitGlue.Testing.Conformance;

/// <summary>What every source that calls us must do.</summary>
public abstract class NotifyingSourceConformance : ConnectedSourceConformance
{
    private static readonly string?[] HostileValues =
    [
        null,
        "",
        " ",
        "0",
        "-1",
        "NaN",
        "99999999999999999999",
        "a,b",
        "\0",
        "\ud800",
        new('f', 100_000),
    ];

    protected abstract INotifyingSource Notifying { get; }

    /// <summary>Body of an event about a workout.</summary>
    protected abstract string EventBody { get; }

    /// <summary>A request that the provider signed.</summary>
    protected abstract WebhookRequest Sign(byte[] body);

    [Fact]
    public void Accepts_what_the_provider_signed()
    {
        var accepted = Notifying.ReadWebhook(Sign(Encoding.UTF8.GetBytes(EventBody))).ShouldBeOfType<WebhookReading.Accepted>();

        accepted.Event.ConcernsWorkouts.ShouldBeTrue();
        accepted.Event.ObjectId.ShouldNotBeNullOrEmpty();
        accepted.Event.ExternalUserId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Rejects_a_body_that_was_changed_by_a_byte()
    {
        var signed = Sign(Encoding.UTF8.GetBytes(EventBody));

        Notifying
            .ReadWebhook(signed with { Body = Encoding.UTF8.GetBytes(EventBody + " ") })
            .ShouldBeOfType<WebhookReading.Rejected>()
            .Reason.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Rejects_what_nobody_signed() =>
        Notifying
            .ReadWebhook(new(Encoding.UTF8.GetBytes(EventBody), new Dictionary<string, IReadOnlyList<string>>()))
            .ShouldBeOfType<WebhookReading.Rejected>();

    [Fact]
    public void Survives_any_header()
    {
        var signed = Sign(Encoding.UTF8.GetBytes(EventBody));
        foreach (var header in signed.Headers.Keys)
        {
            foreach (var value in HostileValues)
            {
                var headers = new Dictionary<string, IReadOnlyList<string>>(signed.Headers) { [header] = value is null ? [] : [value] };
                Notifying.ReadWebhook(signed with { Headers = headers }).ShouldBeOfType<WebhookReading.Rejected>($"{header}: {value}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"a\":1e400}")]
    [InlineData("{\"\\ud800\":\"\\udc00\"}")]
    public void Keeps_aside_what_is_signed_and_no_event(string body) =>
        Notifying
            .ReadWebhook(Sign(Encoding.UTF8.GetBytes(body)))
            .ShouldBeOfType<WebhookReading.Unreadable>()
            .Reason.ShouldNotBeNullOrWhiteSpace();

    [Fact]
    public void Keeps_aside_a_body_that_is_nested_without_end() =>
        Notifying.ReadWebhook(Sign(Encoding.UTF8.GetBytes(new string('[', 100_000)))).ShouldBeOfType<WebhookReading.Unreadable>();

    [Fact]
    public void Refuses_a_challenge_without_the_token()
    {
        Notifying.AnswerChallenge(Query()).ShouldBeNull();
        Notifying.AnswerChallenge(Query(("challenge", "abc"))).ShouldBeNull();
        Notifying.AnswerChallenge(Query(("challenge", "abc"), ("verification_token", "guessed"))).ShouldBeNull();
    }
}
