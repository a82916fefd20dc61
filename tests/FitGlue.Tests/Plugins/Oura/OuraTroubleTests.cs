using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Tests.Oura;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

/// <summary>Whose move it is, by code and in words.</summary>
public sealed class OuraTroubleTests
{
    private static readonly Secret Token = new("a1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(403, """{"detail":"The user's subscription to Oura has expired"}""")]
    [InlineData(401, """{"detail":"expired_oura_membership"}""")]
    [InlineData(403, """{"detail":[{"msg":"No active Membership"}]}""")]
    public async Task Knows_a_membership_that_lapsed(int status, string body)
    {
        var fault = await FetchAsync<LimitedException>(status, body);

        fault.Code.ShouldBe(TroubleCode.Membership);
        fault.Message.ShouldContain("Renew it in the Oura app");
    }

    [Fact]
    public async Task Names_the_permission_that_is_missing()
    {
        var source = OuraServer.Source(FakeOura.Answering(403, """{"detail":"Missing Scope Permission"}"""));
        var days = (IDayRecordSource)source;

        (await Should.ThrowAsync<LimitedException>(() => source.FetchWorkoutAsync("w1", Token, Cancellation))).Message.ShouldContain(
            "'workout'"
        );
        (await Should.ThrowAsync<LimitedException>(() => source.FetchLastDataAsync(Token, Cancellation))).Message.ShouldContain(
            "'heartrate'"
        );
        var daily = await Should.ThrowAsync<LimitedException>(async () =>
            await days.ListDaysAsync(default, default, default, Token, Cancellation).ToListAsync(Cancellation)
        );

        daily.Message.ShouldContain("'daily'");
        daily.Code.ShouldBe(TroubleCode.MissingScope);
    }

    // Oura answers 401 for it as well; then the question is whether the token works elsewhere.
    [Fact]
    public async Task Names_it_too_where_the_refusal_looks_like_one_of_the_token()
    {
        var source = OuraServer.Source(
            new(asked =>
                asked.Url.AbsolutePath.EndsWith("/personal_info", StringComparison.Ordinal)
                    ? FakeOura.Answer(200, """{"id":"user-1"}""")
                    : FakeOura.Answer(401, """{"detail":"x"}""")
            )
        );

        var refused = await Should.ThrowAsync<UnauthorizedException>(() =>
            source.FetchHeartRateAsync(FakeOura.Now, FakeOura.Now, Token, Cancellation)
        );

        refused.MissingScope.ShouldNotBeNull().ShouldContain("'heartrate'");
        (await source.CheckAccessAsync(Token, Cancellation))
            .ShouldBeOfType<AccessCheck.Accepted>()
            .MissingScope.ShouldContain("every box ticked");
    }

    [Fact]
    public async Task Knows_an_app_that_is_too_old() =>
        (await FetchAsync<LimitedException>(426, """{"detail":"Minimum App Version Error"}""")).Code.ShouldBe(TroubleCode.AppOutdated);

    [Theory]
    [InlineData("moi", 400, """{"error":"invalid_request"}""", TroubleCode.WrongPortal)]
    [InlineData("moi", 401, """{"error":"invalid_client"}""", TroubleCode.WrongPortal)]
    [InlineData("legacy", 400, """{"error":"invalid_request","error_description":"Invalid request"}""", TroubleCode.WrongPortal)]
    [InlineData("legacy", 401, """{"error":"invalid_client"}""", TroubleCode.WrongPortal)]
    [InlineData("legacy", 401, "", TroubleCode.WrongPortal)]
    [InlineData("legacy", 400, """{"error":"invalid_client","error_description":"Invalid client_id."}""", TroubleCode.Misconfigured)]
    [InlineData("moi", 404, "", TroubleCode.Misconfigured)]
    public async Task Tells_a_wrong_portal_from_other_settings(string portal, int status, string body, TroubleCode code)
    {
        var source = OuraServer.Source(FakeOura.Answering(status, body), ("Oura:Portal", portal));

        var fault = await Should.ThrowAsync<MisconfiguredException>(() => source.RefreshAsync(new("r1"), Cancellation));

        fault.Code.ShouldBe(code);
        fault.Message.ShouldContain("kept");
        if (code is TroubleCode.WrongPortal)
        {
            fault.Message.ShouldContain($"set Oura__Portal to '{(portal == "moi" ? "legacy" : "moi")}'");
        }
    }

    [Fact]
    public async Task Has_another_text_for_each_of_five_troubles()
    {
        var texts = new[]
        {
            (await RefreshAsync<ReconnectRequiredException>(400, """{"error":"invalid_grant"}""")).Message,
            (await RefreshAsync<MisconfiguredException>(400, """{"error":"invalid_request"}""")).Message,
            (await FetchAsync<LimitedException>(403, """{"detail":"scope"}""")).Message,
            (await FetchAsync<LimitedException>(403, """{"detail":"membership"}""")).Message,
            ((AccessCheck.Refused)await OuraServer.Source(FakeOura.Answering(401, "{}")).CheckAccessAsync(Token, Cancellation)).Reason,
        };

        texts.ShouldBeUnique();
        (await RefreshAsync<ReconnectRequiredException>(400, """{"error":"invalid_grant"}""")).Code.ShouldBe(TroubleCode.GrantGone);
    }

    private static Task<T> FetchAsync<T>(int status, string body)
        where T : Exception =>
        Should.ThrowAsync<T>(() => OuraServer.Source(FakeOura.Answering(status, body)).FetchWorkoutAsync("w1", Token, Cancellation));

    private static Task<T> RefreshAsync<T>(int status, string body)
        where T : Exception =>
        Should.ThrowAsync<T>(() => OuraServer.Source(FakeOura.Answering(status, body)).RefreshAsync(new("r1"), Cancellation));
}
