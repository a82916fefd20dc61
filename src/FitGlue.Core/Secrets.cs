namespace FitGlue.Core;

/// <summary>A credential. It cannot reach a log by accident: its text form is <c>***</c>.</summary>
public readonly record struct Secret(string Value)
{
    public override string ToString() => "***";
}

/// <summary>What a provider gave us to act for a person.</summary>
/// <param name="AccessToken">Sent with each call.</param>
/// <param name="RefreshToken">Single use; null where the provider gave none.</param>
/// <param name="ExpiresAt">When the access token stops working.</param>
public sealed record TokenPair(Secret AccessToken, Secret? RefreshToken, DateTimeOffset ExpiresAt);
