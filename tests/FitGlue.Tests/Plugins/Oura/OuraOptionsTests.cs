using FitGlue.Core;
using FitGlue.Core.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Plugins.Oura;

public sealed class OuraOptionsTests
{
    [Fact]
    public void Has_the_defaults_that_the_documentation_states()
    {
        var source = OuraServer.Source();

        source.ImportDays.ShouldBe(30);
        source.SettleSchedule.Select(wait => wait.TotalMinutes).ShouldBe([2, 10, 30, 120, 1440]);
        source.Info.Scopes.Select(scope => scope.Scope).ShouldBe(["workout", "heartrate", "personal", "daily"]);
        source.Setup.PortalUrl.Host.ShouldBe("developer.ouraring.com");
    }

    [Fact]
    public void Takes_every_setting()
    {
        var source = OuraServer.Source(
            null,
            ("Oura:Portal", "legacy"),
            ("Oura:AuthorizeUrl", "http://localhost:9000/oauth/authorize"),
            ("Oura:TokenUrl", "http://localhost:9000/oauth/token"),
            ("Oura:RevokeUrl", "http://localhost:9000/oauth/revoke"),
            ("Oura:ApiBaseUrl", "http://localhost:9000"),
            ("Oura:Webhooks", "off"),
            ("Oura:ReconcileInterval", "00:05:00"),
            ("Oura:SettleSchedule:0", "00:00:01"),
            ("Oura:SettleSchedule:1", "00:00:05"),
            ("Oura:Scopes", "workout"),
            ("Oura:ScopePrefix", "x:"),
            ("Oura:ImportDays", "7")
        );

        source.ReconcileInterval(notified: true).ShouldBe(TimeSpan.FromMinutes(5));
        source.SettleSchedule.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)]);
        source.ImportDays.ShouldBe(7);
        source.Setup.PortalUrl.Host.ShouldBe("cloud.ouraring.com");
        source
            .AuthorizeUrl(new("s", "c", new("http://localhost/cb")))
            .AbsoluteUri.ShouldStartWith("http://localhost:9000/oauth/authorize?");
        source.AuthorizeUrl(new("s", "c", new("http://localhost/cb"))).Query.ShouldContain("scope=x%3Aworkout&");
        ((INotifyingSource)source).WantsWebhooks(hasPublicUrl: true).ShouldBeFalse();
    }

    [Fact]
    public void Takes_the_schedule_in_one_line() =>
        OuraServer
            .Source(null, ("Oura:SettleSchedule", "00:00:01, 00:01:00 1.00:00:00"))
            .SettleSchedule.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)]);

    [Theory]
    [InlineData("auto", false, false)]
    [InlineData("auto", true, true)]
    [InlineData("on", false, true)]
    [InlineData("off", true, false)]
    public void Wants_webhooks_as_set(string mode, bool hasPublicUrl, bool wants) =>
        ((INotifyingSource)OuraServer.Source(null, ("Oura:Webhooks", mode))).WantsWebhooks(hasPublicUrl).ShouldBe(wants);

    [Fact]
    public void Reads_secrets_from_files()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "from-the-file\n");

            var source = OuraServer.Source(null, ("Oura:ClientId:File", file), ("Oura:ClientSecret:File", file));

            source.AuthorizeUrl(new("s", "c", new("http://localhost/cb"))).Query.ShouldContain("client_id=from-the-file&");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("Oura:Portal", "new")]
    [InlineData("Oura:Portal", "7")]
    [InlineData("Oura:ApiBaseUrl", "api.ouraring.com")]
    [InlineData("Oura:TokenUrl", "file:///etc/passwd")]
    [InlineData("Oura:ImportDays", "-1")]
    [InlineData("Oura:ReconcileInterval", "00:00:00")]
    [InlineData("Oura:SettleSchedule", "00:10:00 00:02:00")]
    [InlineData("Oura:SettleSchedule", "-00:10:00")]
    [InlineData("Oura:Scopes", " ")]
    [InlineData("Oura:ClientSecret", "a secret")]
    [InlineData("Oura:ClientSecret:File", "/no/such/file")]
    [InlineData("Oura:ClientSceret", "typo")]
    public void Refuses_to_start_with(string key, string value)
    {
        using var services = OuraServer.Services((key, value));

        var refusal = Should.Throw<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate());

        refusal.Message.ShouldContain(key.Split(':')[1]);
        refusal.Message.ShouldNotContain("a secret");
    }

    [Fact]
    public void Says_what_is_missing_and_does_nothing_without_it()
    {
        var source = OuraServer.Source(null, ("Oura:ClientId", ""), ("Oura:ClientSecret", ""));

        source.Setup.Missing.ShouldBe(["Oura__ClientId", "Oura__ClientSecret"]);
        Should
            .Throw<MisconfiguredException>(() => source.AuthorizeUrl(new("s", "c", new("http://localhost/cb"))))
            .Message.ShouldContain("Oura__ClientId");
        ((INotifyingSource)source)
            .AnswerChallenge(new Dictionary<string, string> { ["verification_token"] = "", ["challenge"] = "c" })
            .ShouldBeNull();
    }
}
