using System.Security.Cryptography;
using FitGlue.Simulator.State;
using Microsoft.AspNetCore.WebUtilities;

namespace FitGlue.Simulator.OAuth;

/// <summary>Where a person is asked, and from where they go back with a code.</summary>
internal sealed class AuthorizeEndpoint(Store store, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes, string path, Portal portal)
    {
        routes.MapGet(path, (HttpRequest request) => Ask(request, portal));
        routes.MapPost(path, (HttpRequest request, CancellationToken stop) => DecideAsync(request, portal, stop));
    }

    private IResult Ask(HttpRequest request, Portal portal)
    {
        var asked = Asked.From(name => request.Query[name]);
        if (Refusal(asked, portal, out var app, out var redirect) is { } refusal)
        {
            return refusal;
        }

        if (asked.ResponseType is not "code")
        {
            return Back(request, portal, redirect, asked, ("error", "unsupported_response_type"));
        }

        var (people, knobs) = store.Read(s => (s.People.Values.ToArray(), s.Knobs));
        var person = people.FirstOrDefault(p => p.Name == asked.LoginHint) ?? people.FirstOrDefault(p => p.Name == app.Person) ?? people[0];
        var offered = Scopes.Offered(app, asked.Scope, knobs);
        return knobs.SkipConsent
            ? Granted(request, portal, app, redirect, asked, person, offered)
            : ConsentPage.For(request.Path, asked, app, people, person, offered);
    }

    private async Task<IResult> DecideAsync(HttpRequest request, Portal portal, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return OAuthAnswers.Error(400, "invalid_request");
        }

        var form = await request.ReadFormAsync(cancellationToken);
        var asked = Asked.From(name => form[name]);
        if (Refusal(asked, portal, out var app, out var redirect) is { } refusal)
        {
            return refusal;
        }

        if (form["decision"] != "allow")
        {
            return Back(request, portal, redirect, asked, ("error", "access_denied"));
        }

        var name = form["person"].ToString();
        var (person, knobs) = store.Read(s => (s.People.GetValueOrDefault(name), s.Knobs));
        var ticked = form["grant"].Select(s => s ?? "").ToHashSet();
        return person is null
            ? OAuthAnswers.Error(400, "invalid_request", "There is nobody of that name.")
            : Granted(request, portal, app, redirect, asked, person, [.. Scopes.Offered(app, asked.Scope, knobs).Where(ticked.Contains)]);
    }

    /// <summary>What is answered here and not at the redirect address, because that address cannot be trusted yet.</summary>
    private IResult? Refusal(Asked asked, Portal portal, out SimulatedApp app, out string redirect)
    {
        var (found, knobs) = store.Read(s => (s.Apps.GetValueOrDefault(asked.ClientId), s.Knobs));
        app = found ?? new SimulatedApp { ClientId = "", ClientSecret = "" };
        redirect = "";
        var frontDoor = portal is Portal.Legacy && knobs.LegacyFrontDoorServesMoi;
        if (found is null || found.Portal != portal && !frontDoor)
        {
            return OAuthAnswers.BadClient(portal);
        }

        if (Redirect(found, asked.RedirectUri) is not { } registered)
        {
            return OAuthAnswers.Error(400, portal is Portal.Legacy ? "invalid_redirect_uri" : "invalid_request", "Invalid redirect_uri.");
        }

        if (portal is Portal.Moi && knobs.MoiRefusesPlainHttp && !IsAllowedAtMoi(registered))
        {
            return OAuthAnswers.Error(400, "invalid_request", "redirect_uri must be https or http://localhost.");
        }

        redirect = registered;
        return null;
    }

    private static string? Redirect(SimulatedApp app, string? asked) =>
        asked is null ? (app.RedirectUris.Count == 1 ? app.RedirectUris[0] : null) : app.RedirectUris.FirstOrDefault(r => r == asked);

    private static bool IsAllowedAtMoi(string redirect) =>
        Uri.TryCreate(redirect, UriKind.Absolute, out var uri) && (uri.Scheme is not "http" || uri.Host is "localhost");

    private IResult Granted(
        HttpRequest request,
        Portal portal,
        SimulatedApp app,
        string redirect,
        Asked asked,
        Person person,
        IReadOnlyList<string> ticked
    )
    {
        string[] scopes = [.. ticked.Where(s => !Scopes.Refuses(person, s))];
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        store.Change(s =>
        {
            var code = new Code(
                app.ClientId,
                person.Name,
                asked.RedirectUri,
                scopes,
                time.GetUtcNow() + s.Knobs.CodeLifetime,
                asked.Challenge,
                asked.ChallengeMethod,
                Used: false
            );
            s.Codes[secret] = code;
            foreach (var old in s.Codes.Where(c => c.Value.ExpiresAt < time.GetUtcNow().AddHours(-1)).Select(c => c.Key).ToArray())
            {
                s.Codes.Remove(old);
            }
        });
        return Back(request, portal, redirect, asked, ("code", secret), ("scope", string.Join(' ', scopes)));
    }

    private static IResult Back(
        HttpRequest request,
        Portal portal,
        string redirect,
        Asked asked,
        params IEnumerable<(string Name, string Value)> answer
    )
    {
        var query = answer.ToDictionary(a => a.Name, a => (string?)a.Value);
        if (asked.State is not null)
        {
            query["state"] = asked.State;
        }

        if (portal is Portal.Moi)
        {
            query["iss"] = Discovery.Issuer(request);
        }

        return Results.Redirect(QueryHelpers.AddQueryString(redirect, query));
    }
}
