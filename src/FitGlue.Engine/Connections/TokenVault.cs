using System.Text.Json;
using FitGlue.Core;
using Microsoft.AspNetCore.DataProtection;

namespace FitGlue.Engine.Connections;

/// <summary>Encrypts tokens at rest with the key ring of the data directory.</summary>
public sealed class TokenVault(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("FitGlue.Tokens.v1");

    public byte[] Seal(TokenPair tokens) =>
        _protector.Protect(
            JsonSerializer.SerializeToUtf8Bytes(new Sealed(tokens.AccessToken.Value, tokens.RefreshToken?.Value, tokens.ExpiresAt))
        );

    /// <exception cref="ReconnectRequiredException">The key ring is another one.</exception>
    public TokenPair Open(byte[] cipher)
    {
        try
        {
            var pair = JsonSerializer.Deserialize<Sealed>(_protector.Unprotect(cipher))!;
            return new(new(pair.Access), pair.Refresh is { } refresh ? new FitGlue.Core.Secret(refresh) : null, pair.ExpiresAt);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            throw new ReconnectRequiredException(
                "The keys that encrypted this connection's tokens are not in the data directory. Restore its keys folder, or reconnect.",
                TroubleCode.KeysLost
            );
        }
    }

    /// <summary>Whether the keys that sealed it are here.</summary>
    public bool CanOpen(byte[] cipher)
    {
        try
        {
            return _protector.Unprotect(cipher).Length > 0;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    public byte[] SealText(string text) => _protector.Protect(System.Text.Encoding.UTF8.GetBytes(text));

    public string OpenText(byte[] cipher) => System.Text.Encoding.UTF8.GetString(_protector.Unprotect(cipher));

    private sealed record Sealed(string Access, string? Refresh, DateTimeOffset ExpiresAt);
}
