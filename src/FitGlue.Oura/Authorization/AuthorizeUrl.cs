namespace FitGlue.Oura.Authorization;

/// <summary>The address that the browser is sent to.</summary>
public static class AuthorizeUrl
{
    /// <summary>Builds the address.</summary>
    /// <param name="endpoints">The portal of the application.</param>
    /// <param name="clientId">The application.</param>
    /// <param name="redirectUri">Must equal a registered one, character by character.</param>
    /// <param name="scopes">In any spelling; sent with the portal's prefix. Empty: everything that the application is approved for.</param>
    /// <param name="state">Unguessable, single use, bound to the browser that starts.</param>
    /// <param name="codeChallenge">PKCE S256. The legacy portal ignores it.</param>
    public static Uri Build(
        OuraEndpoints endpoints,
        string clientId,
        Uri redirectUri,
        IEnumerable<string> scopes,
        string state,
        string codeChallenge
    )
    {
        var scope = string.Join(' ', OuraScopes.Normalize(string.Join(' ', scopes)).Select(name => endpoints.ScopePrefix + name));
        return Url.With(
            endpoints.AuthorizeUrl,
            ("response_type", "code"),
            ("client_id", clientId),
            ("redirect_uri", redirectUri.OriginalString),
            ("scope", scope.Length > 0 ? scope : null),
            ("state", state),
            ("code_challenge", codeChallenge),
            ("code_challenge_method", "S256")
        );
    }
}
