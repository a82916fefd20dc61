using FitGlue.Engine.Connections;
using Microsoft.AspNetCore.Identity;

namespace FitGlue.Server.Accounts;

/// <summary>Signs a person in by password. Who is not known takes as long as who is.</summary>
public sealed class PasswordCheck(SignInManager<User> signIn, UserManager<User> users)
{
    /// <returns>False: no such user, wrong password, or locked out. Nobody is told which.</returns>
    public async Task<bool> SignInAsync(string email, string password)
    {
        if (await users.FindByEmailAsync(email) is not { } user)
        {
            users.PasswordHasher.HashPassword(new User(), password);
            return false;
        }

        return (await signIn.PasswordSignInAsync(user, password, isPersistent: true, lockoutOnFailure: true)).Succeeded;
    }
}

/// <summary>Where a sign-in may lead: to our own pages and nowhere else.</summary>
internal static class LocalPath
{
    /// <returns>The path, or the start page where it leads elsewhere.</returns>
    public static string Of(string? path) => path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";
}
