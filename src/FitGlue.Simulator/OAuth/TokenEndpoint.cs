using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FitGlue.Simulator.State;
using Microsoft.AspNetCore.WebUtilities;

namespace FitGlue.Simulator.OAuth;

/// <summary>Codes and refresh tokens become token pairs; both are spent by it.</summary>
internal sealed class TokenEndpoint(Store store, Tokens tokens, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes, string path, Portal portal) =>
        routes.MapPost(path, (HttpContext context, CancellationToken stop) => AnswerAsync(context, portal, stop));

    private async Task<IResult> AnswerAsync(HttpContext context, Portal portal, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType)
        {
            return OAuthAnswers.Error(400, "invalid_request", "Invalid request");
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var client = ClientCredentials.From(context.Request, form);
        var app = client is null ? null : store.Read(s => s.Apps.GetValueOrDefault(client.Id));
        if (client is null || app is null || app.ClientSecret != client.Secret)
        {
            return OAuthAnswers.BadClient(portal);
        }

        var grantType = form["grant_type"].ToString();
        if (app.Portal != portal)
        {
            return Crossed(portal, grantType, form["code"].ToString());
        }

        return grantType switch
        {
            "authorization_code" => Exchange(app, form),
            "refresh_token" => Refresh(app, form["refresh_token"].ToString()),
            _ => OAuthAnswers.Error(400, "unsupported_grant_type"),
        };
    }

    private IResult Crossed(Portal portal, string grantType, string code)
    {
        if (grantType is "authorization_code" && store.Read(s => s.Knobs.RejectedExchangeBurnsCode))
        {
            store.Change(s => Spend(s, code));
        }

        return portal is Portal.Legacy && grantType is "refresh_token"
            ? OAuthAnswers.Error(400, "invalid_request", "Invalid request")
            : OAuthAnswers.Error(401, "invalid_client");
    }

    private IResult Exchange(SimulatedApp app, IFormCollection form)
    {
        var secret = form["code"].ToString();
        return store.Change(s =>
        {
            if (!s.Codes.TryGetValue(secret, out var code) || code.ClientId != app.ClientId)
            {
                return OAuthAnswers.BadGrant("Invalid authorization code.");
            }

            if (code.Used || code.ExpiresAt <= time.GetUtcNow())
            {
                return OAuthAnswers.BadGrant("The authorization code was used or has expired.");
            }

            Spend(s, secret);
            if (code.RedirectUri is { } redirect && form["redirect_uri"].ToString() != redirect)
            {
                return OAuthAnswers.Error(
                    400,
                    app.Portal is Portal.Legacy ? "invalid_redirect_uri" : "invalid_request",
                    "Invalid redirect_uri."
                );
            }

            if (app.Portal is Portal.Moi && code.Challenge is not null && !Proves(form["code_verifier"].ToString(), code))
            {
                return OAuthAnswers.BadGrant("The code verifier does not match.");
            }

            return Pair(s, app, tokens.Begin(s, app, code.Person, code.Scopes));
        });
    }

    private IResult Refresh(SimulatedApp app, string token) =>
        store.Change(s =>
        {
            var index = s.Grants.FindIndex(g => g.ClientId == app.ClientId && g.RefreshToken == token && !g.Revoked);
            if (index >= 0)
            {
                s.Grants[index] = tokens.Renew(s, app, s.Grants[index]);
                return Pair(s, app, s.Grants[index]);
            }

            var spent = s.Grants.FindIndex(g => g.ClientId == app.ClientId && g.SpentRefreshTokens.Contains(token));
            if (spent >= 0 && s.Knobs.ReusedRefreshTokenRevokesGrant)
            {
                s.Grants[spent] = s.Grants[spent] with { Revoked = true };
            }

            return OAuthAnswers.BadGrant(spent >= 0 ? "Refresh token already used." : "Invalid refresh token.");
        });

    private static void Spend(SimulatorState state, string code)
    {
        if (state.Codes.TryGetValue(code, out var found))
        {
            state.Codes[code] = found with { Used = true };
        }
    }

    private static bool Proves(string verifier, Code code)
    {
        var shown = code.ChallengeMethod is "S256"
            ? WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))
            : verifier;
        return shown == code.Challenge;
    }

    private static IResult Pair(SimulatorState state, SimulatedApp app, Grant grant)
    {
        var answer = new JsonObject
        {
            ["token_type"] = "bearer",
            ["access_token"] = grant.Access[^1].Token,
            ["expires_in"] = (long)state.Knobs.AccessTokenLifetime.TotalSeconds,
            ["refresh_token"] = grant.RefreshToken,
        };
        if (app.Portal is Portal.Moi)
        {
            answer["scope"] = string.Join(' ', grant.Scopes);
            answer["id_token"] = Tokens.IdToken(state.People[grant.Person].UserId, app.ClientId);
        }

        return OAuthAnswers.Json(200, answer);
    }
}
