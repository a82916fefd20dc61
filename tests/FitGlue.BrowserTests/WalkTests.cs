using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace FitGlue.BrowserTests;

public sealed class WalkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_the_setup_address_to_a_workout_and_its_chart(bool javaScript)
    {
        await using var browser = await Browser.StartAsync();
        await using var site = await Site.StartAsync(Cancellation);
        var page = await browser.OpenAsync(javaScript: javaScript);

        await page.SetUpAsync(site);
        await page.ConnectAsync(site);
        var newest = await page.AwaitAsync(site.Address + "/activities", Walk.Activities, Cancellation);
        await newest.ClickAsync();

        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync()).ShouldBe(1);
        (await page.GetByRole(AriaRole.Img).GetAttributeAsync("aria-label")).ShouldNotBeNull().ShouldContain("bpm");
    }

    [Fact]
    public async Task A_server_without_client_id_says_which_address_and_settings_it_needs()
    {
        await using var browser = await Browser.StartAsync();
        await using var site = await Site.StartAsync(Cancellation, isSetUp: false);
        var page = await browser.OpenAsync(javaScript: false);

        await page.SetUpAsync(site);

        (await page.Locator("code.copy").AllInnerTextsAsync()).ShouldBe([
            site.Address + "/connections/oura/callback",
            "Oura__ClientId",
            "Oura__ClientSecret",
        ]);
    }

    [Fact]
    public async Task A_browser_that_cannot_reach_the_server_brings_the_address_by_hand()
    {
        await using var browser = await Browser.StartAsync();
        await using var site = await Site.StartAsync(Cancellation);
        var page = await browser.OpenAsync();
        await page.SetUpAsync(site);
        site.Oura.Control.Turn(knobs => knobs with { SkipConsent = true });
        await page.RouteAsync(site.Oura.BaseUrl + "/**", route => route.FulfillAsync(new() { Body = "Signed in elsewhere." }));

        var asked = await page.RunAndWaitForRequestAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Connect Oura" }).ClickAsync(),
            request => request.Url.StartsWith(site.Oura.BaseUrl, StringComparison.Ordinal)
        );
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri(asked.Url), Cancellation);
        await page.GotoAsync(site.Address + "/connections");
        await page.GetByText("The browser ended on an address").ClickAsync();
        await page.GetByLabel("The address your browser ended on").FillAsync(answer.Headers.Location.ShouldNotBeNull().ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Finish connecting" }).ClickAsync();

        await page.WaitForURLAsync(site.Address + "/connections?connected=oura**");
    }

    [Fact]
    public async Task A_pipeline_is_changed_without_a_script()
    {
        await using var browser = await Browser.StartAsync();
        await using var site = await Site.StartAsync(Cancellation);
        var page = await browser.OpenAsync(javaScript: false);
        await page.SetUpAsync(site);
        await page.ConnectAsync(site);

        await page.AddShowcaseAsync(site);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Ring to folder");
        await page.GetByLabel("Show drift").CheckAsync();
        await page.GetByLabel("Folder").First.FillAsync("ring");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**?saved=true");

        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldBe("Ring to folder");
        (await page.GetByLabel("Show drift").IsCheckedAsync()).ShouldBeTrue();
        (await page.GetByLabel("Folder").First.InputValueAsync()).ShouldBe("ring");
        (await page.Locator("input[name='targets.1.type']").GetAttributeAsync("value")).ShouldBe("showcase");
    }
}
