namespace FitGlue.Oura.Authorization;

/// <summary>Sent with each data call. Its text form is <c>***</c>, so that it cannot reach a log.</summary>
/// <param name="Value">The token itself.</param>
public readonly record struct AccessToken(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => "***";
}

/// <summary>Buys the next pair of tokens, once. Its text form is <c>***</c>.</summary>
/// <param name="Value">The token itself.</param>
public readonly record struct RefreshToken(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => "***";
}

/// <summary>The application's secret, which is also the key of webhook signatures. Its text form is <c>***</c>.</summary>
/// <param name="Value">The secret itself.</param>
public readonly record struct ClientSecret(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => "***";
}

/// <summary>An application as registered in one of Oura's portals.</summary>
/// <param name="ClientId">Public.</param>
/// <param name="Secret">Never leaves the server.</param>
public sealed record OuraApplication(string ClientId, ClientSecret Secret);

/// <summary>What Oura gave for a code or a refresh token.</summary>
/// <param name="AccessToken">For data calls.</param>
/// <param name="RefreshToken">Null: the answer held none. Keep the one you have; never overwrite it with nothing.</param>
/// <param name="ExpiresAt">When the access token stops working, counted from the moment the request was sent.</param>
/// <param name="Scopes">Granted scopes without prefix, or null where the answer does not name them.</param>
public sealed record OuraTokens(
    AccessToken AccessToken,
    RefreshToken? RefreshToken,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<string>? Scopes
);
