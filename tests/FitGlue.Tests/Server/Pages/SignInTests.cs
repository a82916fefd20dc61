using System.Net;
using AngleSharp.Html.Parser;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server.Pages;

public sealed class SignInTests
{
    private const string Email = "someone@example.org";
    private const string Password = "correct horse battery";

    [Theory]
    [InlineData("", "/")]
    [InlineData("/activities?cursor=1", "/activities?cursor=1")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example/", "/")]
    [InlineData("/\t/elsewhere.example/", "/")]
    public async Task Leads_to_our_own_pages_alone(string wanted, string reached)
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync(Email);
        using var browser = Html.Stranger(system);

        using var answer = await SignInAsync(browser, Email, Password, wanted);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        new Uri(system.Address, answer.Headers.Location!).ToString().ShouldBe(new Uri(system.Address, reached).ToString());
    }

    [Fact]
    public async Task Says_the_same_of_a_wrong_password_and_of_an_unknown_address()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync(Email);
        using var browser = Html.Stranger(system);

        var wrong = await AlertAsync(await SignInAsync(browser, Email, "not the password"));
        var unknown = await AlertAsync(await SignInAsync(browser, "nobody@example.org", Password));

        wrong.ShouldBe(unknown);
    }

    [Fact]
    public async Task Rests_for_five_minutes_after_ten_wrong_passwords()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync(Email);
        using var browser = Html.Stranger(system);
        for (var i = 0; i < 10; i++)
        {
            (await SignInAsync(browser, Email, "not the password")).Dispose();
        }

        using var locked = await SignInAsync(browser, Email, Password);

        locked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AlertAsync(locked)).ShouldContain("did not work");
    }

    [Fact]
    public async Task The_first_user_needs_the_token_of_the_log()
    {
        await using var system = await TestSystem.StartAsync();
        using var browser = Html.Stranger(system);
        using var home = await browser.GetAsync("/sign-in", TestContext.Current.CancellationToken);

        using var answer = await browser.SubmitAsync(
            "/setup?token=guessed",
            "Make the account",
            ("Form.Email", Email),
            ("Form.Password", Password)
        );

        home.Headers.Location!.ToString().ShouldEndWith("/setup");
        (await AlertAsync(answer)).ShouldContain("not the setup token");
    }

    [Fact]
    public async Task The_setup_is_closed_once_there_is_a_user()
    {
        await using var system = await TestSystem.StartAsync();
        using var user = await system.AddUserAsync(Email);
        using var browser = Html.Stranger(system);

        var (_, document) = await browser.PageAsync("/setup");

        document.QuerySelector("form").ShouldBeNull();
        document.QuerySelector("a[href='/sign-in']").ShouldNotBeNull();
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string email, string password, string wanted = "") =>
        browser.SubmitAsync(
            "/sign-in?return=" + Uri.EscapeDataString(wanted),
            "Sign in",
            ("Form.Email", email),
            ("Form.Password", password)
        );

    private static async Task<string> AlertAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new HtmlParser().ParseDocument(text).QuerySelector("[role=alert]").ShouldNotBeNull().TextContent.Trim();
    }
}
