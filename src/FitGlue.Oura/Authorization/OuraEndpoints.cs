namespace FitGlue.Oura.Authorization;

/// <summary>Where an application was registered. Each portal has its own sign-in server, and neither knows the applications of the other.</summary>
public enum OuraPortal
{
    /// <summary>developer.ouraring.com: every application made since November 2025.</summary>
    Moi,

    /// <summary>cloud.ouraring.com: older applications.</summary>
    Legacy,
}

/// <summary>The addresses of one portal. Start from a preset and replace what differs: <c>OuraEndpoints.Moi with { … }</c>.</summary>
public sealed record OuraEndpoints
{
    /// <summary>Which dialect the sign-in server speaks (how tokens are revoked, say).</summary>
    public required OuraPortal Portal { get; init; }

    /// <summary>Where the browser goes to grant access.</summary>
    public required Uri AuthorizeUrl { get; init; }

    /// <summary>Where codes and refresh tokens are exchanged.</summary>
    public required Uri TokenUrl { get; init; }

    /// <summary>Where tokens are revoked.</summary>
    public required Uri RevokeUrl { get; init; }

    /// <summary>The address above <c>/v2</c>.</summary>
    public required Uri ApiBaseUrl { get; init; }

    /// <summary>Put before each scope in the authorize URL.</summary>
    public required string ScopePrefix { get; init; }

    /// <summary>The new portal.</summary>
    public static OuraEndpoints Moi { get; } =
        new()
        {
            Portal = OuraPortal.Moi,
            AuthorizeUrl = new("https://moi.ouraring.com/oauth/v2/ext/oauth-authorize"),
            TokenUrl = new("https://moi.ouraring.com/oauth/v2/ext/oauth-token"),
            RevokeUrl = new("https://moi.ouraring.com/oauth/v2/ext/oauth-revoke"),
            ApiBaseUrl = new("https://api.ouraring.com"),
            ScopePrefix = OuraScopes.Prefix,
        };

    /// <summary>The classic portal.</summary>
    public static OuraEndpoints Legacy { get; } =
        new()
        {
            Portal = OuraPortal.Legacy,
            AuthorizeUrl = new("https://cloud.ouraring.com/oauth/authorize"),
            TokenUrl = new("https://api.ouraring.com/oauth/token"),
            RevokeUrl = new("https://api.ouraring.com/oauth/revoke"),
            ApiBaseUrl = new("https://api.ouraring.com"),
            ScopePrefix = "",
        };

    /// <summary>The preset of a portal.</summary>
    public static OuraEndpoints Of(OuraPortal portal) => portal is OuraPortal.Legacy ? Legacy : Moi;
}
