namespace FitGlue.Oura.Authorization;

/// <summary>
/// The token endpoint of one portal. A call is never repeated here: a code and a refresh token are single use, and a repeated
/// request spends them. Give it an <see cref="HttpClient"/> that follows no redirects, such as one over <see cref="OuraHttp.CreateHandler"/>.
/// </summary>
public sealed class OuraAuthClient(HttpClient http, OuraEndpoints endpoints, OuraApplication application, TimeProvider time)
{
    private const int LargestAnswer = 64 * 1024;

    private readonly Transport _transport = new(http, time, LargestAnswer);

    /// <summary>Exchanges the code that the browser brought back.</summary>
    /// <param name="code">Lives ten minutes and works once.</param>
    /// <param name="codeVerifier">The other half of the challenge in the authorize URL.</param>
    /// <param name="redirectUri">The same as in the authorize URL.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TokenOutcome> ExchangeAsync(string code, string codeVerifier, Uri redirectUri, CancellationToken cancellationToken) =>
        AskAsync(
            new()
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = redirectUri.OriginalString,
                ["code_verifier"] = codeVerifier,
            },
            cancellationToken
        );

    /// <summary>Spends the refresh token for a new pair. One at a time per person: of two, one loses.</summary>
    public Task<TokenOutcome> RefreshAsync(RefreshToken refreshToken, CancellationToken cancellationToken) =>
        AskAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken.Value }, cancellationToken);

    /// <summary>Revokes the pair. That it was revoked before counts as success.</summary>
    public async Task<RevokeOutcome> RevokeAsync(AccessToken accessToken, RefreshToken? refreshToken, CancellationToken cancellationToken)
    {
        if (endpoints.Portal is OuraPortal.Legacy)
        {
            return await RevokeAsync(Url.With(endpoints.RevokeUrl, ("access_token", accessToken.Value)), [], cancellationToken);
        }

        var access = Credentials(("token", accessToken.Value), ("token_type_hint", "access_token"));
        if (refreshToken is not { } refresh)
        {
            return await RevokeAsync(endpoints.RevokeUrl, access, cancellationToken);
        }

        var first = Credentials(("token", refresh.Value), ("token_type_hint", "refresh_token"));
        return await RevokeAsync(endpoints.RevokeUrl, first, cancellationToken) is RevokeOutcome.Failed failed
            ? failed
            : await RevokeAsync(endpoints.RevokeUrl, access, cancellationToken);
    }

    private async Task<TokenOutcome> AskAsync(Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        var sentAt = time.GetUtcNow();
        try
        {
            using var request = Post(endpoints.TokenUrl, Credentials([.. form.Select(pair => (pair.Key, pair.Value))]));
            return TokenAnswer.Read(await _transport.SendAsync(request, cancellationToken), sentAt);
        }
        catch (OuraUnavailableException exception)
        {
            return new TokenOutcome.Unavailable(exception.Message);
        }
    }

    private async Task<RevokeOutcome> RevokeAsync(Uri address, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Post(address, form);
            var answer = await _transport.SendAsync(request, cancellationToken);
            // Several clients meet 401 where the person has revoked the access in Oura's own settings.
            return answer.Status is (>= 200 and < 300) or 401
                ? new RevokeOutcome.Revoked()
                : new RevokeOutcome.Failed($"Oura's sign-in server answered {answer.Status}.");
        }
        catch (OuraUnavailableException exception)
        {
            return new RevokeOutcome.Failed(exception.Message);
        }
    }

    private Dictionary<string, string> Credentials(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var form = new Dictionary<string, string> { ["client_id"] = application.ClientId, ["client_secret"] = application.Secret.Value };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        return form;
    }

    private static HttpRequestMessage Post(Uri address, Dictionary<string, string> form) =>
        new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
}
