using System.Web;
using FitGlue.Core.Sources;
using Shouldly;
using Xunit;

namespace FitGlue.Testing.Conformance;

/// <summary>What every source behind OAuth must do.</summary>
public abstract class ConnectedSourceConformance : SourceConformance
{
    protected static AuthorizeRequest Request { get; } =
        new("state-of+this/flow=", "challenge_of-this-flow", new("https://fitglue.example/connections/some/callback"));

    /// <summary>Set up, with an application of its own.</summary>
    protected abstract IConnectedSource Connected { get; }

    protected override ISource Source => Connected;

    [Fact]
    public void Sends_the_browser_away_with_state_challenge_and_our_callback()
    {
        var url = Connected.AuthorizeUrl(Request);
        var query = HttpUtility.ParseQueryString(url.Query);

        url.IsAbsoluteUri.ShouldBeTrue();
        query["response_type"].ShouldBe("code");
        query["state"].ShouldBe(Request.State);
        query["code_challenge"].ShouldBe(Request.CodeChallenge);
        query["code_challenge_method"].ShouldBe("S256");
        query["redirect_uri"].ShouldBe(Request.RedirectUri.OriginalString);
        query["client_id"].ShouldNotBeNullOrEmpty();
        query["client_secret"].ShouldBeNull();
    }

    [Fact]
    public void Reads_a_code_from_the_callback() =>
        Connected.ReadCallback(Query(("code", "abc"), ("state", "s"))).ShouldBeOfType<CallbackReading.Code>().Value.ShouldBe("abc");

    [Fact]
    public void Takes_a_refusal_for_one_even_beside_a_code() =>
        Connected.ReadCallback(Query(("error", "access_denied"), ("code", "abc"))).ShouldBeOfType<CallbackReading.Refused>();

    [Fact]
    public void Never_shows_the_providers_text()
    {
        var query = Query(("error", "<script>alert(1)</script>"), ("error_description", "<b>look</b>"));

        var refused = Connected.ReadCallback(query).ShouldBeOfType<CallbackReading.Refused>();

        refused.Reason.ShouldNotContain("<");
        refused.Reason.ShouldNotContain("look");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\r\nb")]
    public void Refuses_a_code_that_is_none(string code) =>
        Connected.ReadCallback(Query(("code", code))).ShouldBeOfType<CallbackReading.Refused>();

    [Fact]
    public void Refuses_a_callback_without_anything() => Connected.ReadCallback(Query()).ShouldBeOfType<CallbackReading.Refused>();

    [Fact]
    public void Says_that_it_is_set_up_and_where_the_application_is_made()
    {
        Connected.Setup.Ready.ShouldBeTrue();
        Connected.Setup.PortalUrl.Scheme.ShouldBe("https");
    }

    [Fact]
    public void Has_a_schedule_that_moves_forward()
    {
        Connected.SettleSchedule.ShouldNotBeEmpty();
        Connected.SettleSchedule.ShouldAllBe(wait => wait > TimeSpan.Zero);
        Connected.SettleSchedule.ShouldBe(Connected.SettleSchedule.Order());
        Connected.ReconcileInterval(notified: false).ShouldBeGreaterThan(TimeSpan.Zero);
        Connected.ImportDays.ShouldBeGreaterThanOrEqualTo(0);
    }

    protected static Dictionary<string, string> Query(params (string Name, string Value)[] fields) =>
        fields.ToDictionary(field => field.Name, field => field.Value);
}
