using FitGlue.Engine.Connections;
using Microsoft.AspNetCore.Identity;

namespace FitGlue.Server.Accounts;

/// <summary>Whom a command on this machine means.</summary>
internal static class LocalUser
{
    /// <param name="email">Null: where there is one user, that is who is meant.</param>
    public static User? FindLocal(this UserManager<User> users, string? email)
    {
        var found = email is null
            ? users.Users.OrderBy(user => user.Id).Take(2).ToList()
            : users.Users.Where(user => user.NormalizedEmail == users.NormalizeEmail(email)).OrderBy(user => user.Id).Take(2).ToList();
        return found is [var only] ? only : null;
    }

    public static string Unknown(string? email) =>
        email is null ? "Say whose workouts: --user someone@example.org." : $"There is no user {email}.";
}
