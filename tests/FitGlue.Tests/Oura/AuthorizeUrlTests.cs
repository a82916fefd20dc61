using System.Web;
using FitGlue.Oura;
using FitGlue.Oura.Authorization;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

public sealed class AuthorizeUrlTests
{
    private static readonly Uri Callback = new("http://localhost:8080/connections/oura/callback");

    [Theory]
    [InlineData(OuraPortal.Moi, "extapi:workout extapi:heartrate extapi:spo2")]
    [InlineData(OuraPortal.Legacy, "workout heartrate spo2")]
    public void Names_scopes_as_the_portal_does(OuraPortal portal, string expected)
    {
        var url = Build(OuraEndpoints.Of(portal), "workout  extapi:heartrate", "spo2Daily", "workout");

        HttpUtility.ParseQueryString(url.Query)["scope"].ShouldBe(expected);
    }

    [Fact]
    public void Leaves_the_scope_out_where_none_is_asked_for() =>
        HttpUtility.ParseQueryString(Build(OuraEndpoints.Moi).Query)["scope"].ShouldBeNull();

    [Fact]
    public void Keeps_the_query_of_a_replaced_address()
    {
        var url = Build(OuraEndpoints.Moi with { AuthorizeUrl = new("http://localhost:9000/authorize?tenant=a%20b") }, "workout");

        url.AbsoluteUri.ShouldStartWith("http://localhost:9000/authorize?tenant=a%20b&response_type=code&");
    }

    [Fact]
    public void Proves_the_key_as_in_the_example_of_rfc_7636() =>
        Pkce.Of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").Challenge.ShouldBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");

    [Fact]
    public void Makes_a_fresh_key_each_time()
    {
        Pkce.Create().Verifier.ShouldNotBe(Pkce.Create().Verifier);
        Pkce.Create().Verifier.Length.ShouldBe(43);
    }

    [Fact]
    public void Gives_out_a_handler_that_follows_no_redirect()
    {
        using var handler = OuraHttp.CreateHandler();

        handler.AllowAutoRedirect.ShouldBeFalse();
    }

    private static Uri Build(OuraEndpoints endpoints, params string[] scopes) =>
        AuthorizeUrl.Build(endpoints, "our-client", Callback, scopes, "s", "c");
}
