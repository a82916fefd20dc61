using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using FitGlue.Testing;
using Xunit;

namespace FitGlue.Tests.Server.Pages;

/// <summary>Asks for pages as a browser without scripts does.</summary>
internal static class Html
{
    public static async Task<(HttpStatusCode Status, IHtmlDocument Document)> PageAsync(this HttpClient http, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, new HtmlParser().ParseDocument(text));
    }

    /// <summary>Fills a form of a page and sends it by one of its buttons.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient http,
        string path,
        string button,
        params (string Name, string Value)[] filled
    )
    {
        var (_, document) = await http.PageAsync(path);
        var pressed = document.QuerySelectorAll<IHtmlButtonElement>("button").First(element => element.TextContent.Trim() == button);
        var form = pressed.Form!;
        var fields = form
            .Elements.OfType<IHtmlInputElement>()
            .Where(input => input.Name is not null && (input.Type != "checkbox" || input.IsChecked))
            .Select(input => (Name: input.Name!, input.Value))
            .Concat(form.Elements.OfType<IHtmlSelectElement>().Select(select => (Name: select.Name!, Value: select.Value!)))
            .Where(field => filled.All(own => own.Name != field.Name))
            .Concat(filled)
            .Concat(pressed.Name is { Length: > 0 } name ? [(name, pressed.Value)] : []);
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await http.PostAsync(form.GetAttribute("action") ?? path, content, TestContext.Current.CancellationToken);
    }

    /// <summary>A browser that nobody is signed in with: it keeps cookies and follows nothing.</summary>
    public static HttpClient Stranger(TestSystem system) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = system.Address };

    public static string Heading(this IHtmlDocument document) => document.QuerySelector("h1")!.TextContent.Trim();
}
