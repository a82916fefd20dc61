using FitGlue.Simulator.State;

namespace FitGlue.Simulator.OAuth;

/// <summary>The old portal takes the access token from the query, by GET or POST; the new one follows RFC 7009.</summary>
internal sealed class RevokeEndpoints(Store store, Tokens tokens)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/oauth/revoke", ["GET", "POST"], RevokeByQueryAsync);
        routes.MapPost("/oauth/v2/ext/oauth-revoke", RevokeByFormAsync);
    }

    private async Task<IResult> RevokeByQueryAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var token = request.Query["access_token"].ToString();
        if (token.Length == 0 && request.HasFormContentType)
        {
            token = (await request.ReadFormAsync(cancellationToken))["access_token"].ToString();
        }

        tokens.Revoke(token);
        return Results.Ok();
    }

    private async Task<IResult> RevokeByFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return OAuthAnswers.Error(400, "invalid_request");
        }

        var form = await request.ReadFormAsync(cancellationToken);
        var client = ClientCredentials.From(request, form);
        var app = client is null ? null : store.Read(s => s.Apps.GetValueOrDefault(client.Id));
        if (client is null || app is null || app.Portal is not Portal.Moi || app.ClientSecret != client.Secret)
        {
            return OAuthAnswers.BadClient(Portal.Moi);
        }

        tokens.Revoke(form["token"].ToString());
        return Results.Ok();
    }
}
