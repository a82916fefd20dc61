using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace FitGlue.Server.Connections;

/// <summary>Carries a refusal over a redirect, sealed: nobody else can put words on our page, and none stay in a history for long.</summary>
public sealed class RefusalNotes(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection
        .CreateProtector("FitGlue.Connections.Refusal")
        .ToTimeLimitedDataProtector();

    public string Seal(string reason) => _protector.Protect(reason, Lifetime);

    /// <returns>Null: it is not ours, or is old.</returns>
    public string? Open(string? note)
    {
        try
        {
            return string.IsNullOrEmpty(note) ? null : _protector.Unprotect(note);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
