using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FitGlue.Oura.Authorization;

/// <summary>Proof key for code exchange (RFC 7636), method S256.</summary>
/// <param name="Verifier">Kept on the server until the code comes back.</param>
/// <param name="Challenge">Travels in the authorize URL.</param>
public sealed record Pkce(string Verifier, string Challenge)
{
    /// <summary>A fresh pair from 32 random bytes.</summary>
    public static Pkce Create() => Of(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>The pair of a given verifier.</summary>
    public static Pkce Of(string verifier) => new(verifier, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));

    /// <inheritdoc/>
    public override string ToString() => $"S256 {Challenge}";
}
