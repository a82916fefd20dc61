using System.Security.Cryptography;
using System.Text;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Accounts;

/// <summary>The first user is made on a page that asks for the token of this start; afterwards the page is closed.</summary>
public sealed partial class FirstUser(
    Database database,
    IServiceScopeFactory scopes,
    PublicAddress address,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<FirstUser> logger
) : IHostedService, IDisposable
{
    private readonly string _token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        return !await db.Users.AnyAsync(cancellationToken);
    }

    /// <returns>What is wrong, in sentences; empty: the user was made.</returns>
    public async Task<IReadOnlyList<string>> CreateAsync(string? token, string email, string password, CancellationToken cancellationToken)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token ?? ""), Encoding.UTF8.GetBytes(_token)))
        {
            return ["That is not the setup token of this start. It is in the server's log, in the line that begins with “No user yet”."];
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            return await IsNeededAsync(cancellationToken) ? await CreateUserAsync(email, password) : ["There is a user already. Sign in."];
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<IReadOnlyList<string>> CreateUserAsync(string email, string password)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        return await users.AddAsync(email, password, time);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await IsNeededAsync(cancellationToken))
        {
            // The address is known once the listener is up.
            lifetime.ApplicationStarted.Register(() => LogSetup(logger, new Uri(address.Base, $"/setup?token={_token}")));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _one.Dispose();

    [LoggerMessage(LogLevel.Information, "No user yet. Make the first one here: {Address}")]
    private static partial void LogSetup(ILogger logger, Uri address);
}

internal static class NewUser
{
    /// <returns>What is wrong, in sentences; empty: the user was made.</returns>
    public static async Task<IReadOnlyList<string>> AddAsync(this UserManager<User> users, string email, string password, TimeProvider time)
    {
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            UserName = email,
            Email = email,
            CreatedAt = time.GetUtcNow(),
        };
        var result = await users.CreateAsync(user, password);
        return [.. result.Errors.Select(error => error.Description)];
    }
}
