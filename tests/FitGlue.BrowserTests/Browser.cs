using FitGlue.Testing;
using Microsoft.Playwright;

namespace FitGlue.BrowserTests;

/// <summary>The Chromium of this machine; none is ever downloaded.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Skips the test where there is no Chromium; fails it in CI.</summary>
    public static async Task<Browser> StartAsync()
    {
        Oracle.Require(File.Exists(Executable), $"There is no {Executable}: install chromium.");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Executable,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
        return new(playwright, browser);
    }

    /// <param name="state">Cookies of an earlier context.</param>
    public async Task<IPage> OpenAsync(int width = 1280, bool dark = false, bool javaScript = true, string? state = null)
    {
        var context = await _browser.NewContextAsync(
            new()
            {
                JavaScriptEnabled = javaScript,
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                StorageState = state,
            }
        );
        context.SetDefaultTimeout(10_000);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
