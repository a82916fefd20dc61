using System.Globalization;
using FitGlue.Testing;
using Microsoft.Playwright;
using Xunit;

namespace FitGlue.BrowserTests;

/// <summary>What a person does, step by step.</summary>
internal static class Walk
{
    public const string Email = "first@example.org";
    public const string Password = "a long sentence";

    public static async Task SetUpAsync(this IPage page, Site site)
    {
        await page.GotoAsync(site.SetupAddress);
        await page.GetByLabel("E-mail address").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await page.WaitForURLAsync(site.Address + "/connections");
    }

    public static async Task ConnectAsync(this IPage page, Site site)
    {
        await page.GotoAsync(site.Address + "/connections");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect Oura" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.WaitForURLAsync(site.Address + "/connections?connected=oura**");
    }

    /// <summary>Adds a target to the pipeline that connecting made.</summary>
    /// <returns>The path of the pipeline.</returns>
    public static async Task<string> AddShowcaseAsync(this IPage page, Site site)
    {
        await page.GotoAsync(site.Address + "/pipelines");
        await page.Locator("h2 a").First.ClickAsync();
        await page.Locator("#targets-add").SelectOptionAsync("showcase");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a target" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**?saved=true");
        return new Uri(page.Url).AbsolutePath;
    }

    /// <summary>Lets the pipeline ask about a workout, beside a booster that cannot work in it.</summary>
    /// <returns>The path where the question is answered without signing in.</returns>
    public static async Task<string> AskAsync(this IPage page, Site site, string pipeline, CancellationToken cancellationToken)
    {
        await page.GotoAsync(site.Address + pipeline);
        foreach (var booster in (string[])["oura-heart-rate", "user-input"])
        {
            await page.Locator("#boosters-add").SelectOptionAsync(booster);
            await page.GetByRole(AriaRole.Button, new() { Name = "Add a booster" }).ClickAsync();
        }

        await page.GetByText("Cannot work here.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**?saved=true");
        await page.GotoAsync(site.Address + pipeline + "?try=true&last=1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run this workout again" }).ClickAsync();
        await page.GetByText("goes through this pipeline again").WaitForAsync();
        var link = await page.AwaitAsync(site.Address + "/questions", p => p.Locator("[data-copy]"), cancellationToken);
        return new Uri((await link.GetAttributeAsync("value"))!).AbsolutePath;
    }

    /// <summary>Brings the file of a device that recorded the same workout.</summary>
    /// <returns>The path of what became of it.</returns>
    public static async Task<string> BringAsync(this IPage page, Site site, string activity)
    {
        await page.GotoAsync(site.Address + activity);
        var lead = page.Locator(".lead").First;
        var said = await lead.Locator("time").GetAttributeAsync("datetime");
        var start = DateTimeOffset.Parse(said!, CultureInfo.InvariantCulture);
        var end = TimeOnly.Parse((await lead.InnerTextAsync())[^5..], CultureInfo.InvariantCulture);
        var length = end - TimeOnly.FromDateTime(start.DateTime);
        var file = RecordedFiles.Gpx(start.AddMinutes(1).ToUniversalTime(), (int)length.TotalMinutes - 1);
        await page.GotoAsync(site.Address + "/upload");
        await page.Locator("#file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "walk.gpx",
                    MimeType = "application/gpx+xml",
                    Buffer = file,
                }
            );
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        return (await page.GetByRole(AriaRole.Status).Locator("a").First.GetAttributeAsync("href"))!;
    }

    /// <summary>Loads a page again and again, until it holds what is awaited.</summary>
    public static async Task<ILocator> AwaitAsync(
        this IPage page,
        string address,
        Func<IPage, ILocator> awaited,
        CancellationToken cancellationToken
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(90));
        while (true)
        {
            await page.GotoAsync(address);
            if (await awaited(page).CountAsync() > 0)
            {
                return awaited(page).First;
            }

            if (deadline.IsCancellationRequested)
            {
                Assert.Fail($"{address} does not hold what is awaited: {await page.InnerTextAsync("body")}");
            }
        }
    }

    public static ILocator Activities(this IPage page) => page.Locator("table.cards tbody th a");
}
