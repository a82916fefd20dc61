using System.Text.Json.Nodes;

namespace FitGlue.Simulator.OAuth;

/// <summary>The discovery document of the new portal; its issuer also comes back with every redirect.</summary>
internal static class Discovery
{
    private const string Anonymous = "/oauth/v2/ext/oauth-anonymous";

    public static string Issuer(HttpRequest request) => $"{request.Scheme}://{request.Host}{Anonymous}";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(
            $"{Anonymous}/.well-known/openid-configuration",
            (HttpRequest request) =>
            {
                var root = $"{request.Scheme}://{request.Host}/oauth/v2/ext/";
                var document = new JsonObject
                {
                    ["issuer"] = Issuer(request),
                    ["authorization_endpoint"] = root + "oauth-authorize",
                    ["token_endpoint"] = root + "oauth-token",
                    ["revocation_endpoint"] = root + "oauth-revoke",
                    ["response_types_supported"] = new JsonArray("code"),
                    ["grant_types_supported"] = new JsonArray("authorization_code", "refresh_token"),
                    ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "client_secret_basic"),
                    ["code_challenge_methods_supported"] = new JsonArray("S256", "plain"),
                    ["scopes_supported"] = new JsonArray([.. Scopes.All.Select(s => (JsonNode)$"extapi:{s}")]),
                };
                return OAuthAnswers.Json(200, document);
            }
        );
}
