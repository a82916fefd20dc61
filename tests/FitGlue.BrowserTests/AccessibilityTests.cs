using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace FitGlue.BrowserTests;

/// <summary>A server with a user, a connection and workouts, looked at by every test of the class.</summary>
public sealed class FurnishedSite : IAsyncLifetime
{
    private Browser? _browser;
    private Site? _site;
    private string _cookies = "";

    public IReadOnlyList<string> Pages { get; private set; } = [];

    public Site Site => _site!;

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        _browser = await Browser.StartAsync();
        _site = await Site.StartAsync(cancellation);
        var page = await _browser.OpenAsync();
        await page.SetUpAsync(_site);
        await page.ConnectAsync(_site);
        var pipeline = await page.AddShowcaseAsync(_site);
        await page.AwaitAsync(_site.Address + "/", p => p.GetByText("nothing needs you"), cancellation);
        var activity = await (await page.AwaitAsync(_site.Address + "/activities", Walk.Activities, cancellation)).GetAttributeAsync(
            "href"
        );
        var run = await (
            await page.AwaitAsync(_site.Address + activity, p => p.Locator("a[href^='/runs/']"), cancellation)
        ).GetAttributeAsync("href");
        await page.AwaitAsync(_site.Address + run, p => p.GetByText("Not delivered"), cancellation);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send to missing targets" }).ClickAsync();
        var shown = await (await page.AwaitAsync(_site.Address + run, p => p.Locator("a[href^='/s/']"), cancellation)).GetAttributeAsync(
            "href"
        );
        var answer = await page.AskAsync(_site, pipeline, cancellation);
        var brought = await page.BringAsync(_site, activity!);
        await page.AwaitAsync(_site.Address + brought, p => p.GetByText("Perhaps the same"), cancellation);
        _cookies = await page.Context.StorageStateAsync();
        Pages =
        [
            "/",
            "/connections",
            "/diagnostics",
            "/activities/held-back",
            "/dead-letters",
            "/restore",
            "/athlete",
            "/questions",
            "/pipelines",
            "/pipelines/new",
            pipeline,
            pipeline + "?try=true&last=3",
            answer,
            "/activities",
            "/upload",
            activity!,
            brought,
            run!,
            shown!,
            "/s/unknown",
            "/nowhere",
            "/error",
            "/sign-in",
            "/sign-out",
            "/setup",
        ];
    }

    public Task<IPage> OpenAsync(int width, bool dark) => _browser!.OpenAsync(width, dark, state: _cookies);

    public async ValueTask DisposeAsync()
    {
        await (_site?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

public sealed class AccessibilityTests(FurnishedSite furnished) : IClassFixture<FurnishedSite>
{
    [Theory]
    [InlineData(360, false)]
    [InlineData(360, true)]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    public async Task Every_page_is_free_of_violations_and_fits_its_screen(int width, bool dark)
    {
        var page = await furnished.OpenAsync(width, dark);

        var complaints = new List<string>();
        foreach (var (number, path) in furnished.Pages.Index())
        {
            await page.GotoAsync(furnished.Site.Address + path);
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
            await PhotographAsync(page, $"{number:00}-{width}-{(dark ? "dark" : "light")}");
            var result = await page.RunAxe();
            complaints.AddRange(
                result.Violations.Select(violation =>
                    $"{path}: {violation.Id} at {string.Join(", ", violation.Nodes.Select(node => node.Html))}"
                )
            );
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > width)
            {
                complaints.Add($"{path}: wider than the screen");
            }
        }

        complaints.ShouldBeEmpty();
    }

    // For the eye: FITGLUE_SCREENSHOTS names a folder.
    private static async Task PhotographAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("FITGLUE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }
}
