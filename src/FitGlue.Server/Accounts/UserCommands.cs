using FitGlue.Engine;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using Microsoft.AspNetCore.Identity;

namespace FitGlue.Server.Accounts;

/// <summary>What the command line does with users and tokens, beside a running server or without one.</summary>
public sealed class UserCommands(UserManager<User> users, ApiTokens tokens, TimeProvider time)
{
    /// <returns>What is wrong, in sentences; empty: the user was made.</returns>
    public Task<IReadOnlyList<string>> AddAsync(string email, string password) => users.AddAsync(email, password, time);

    /// <returns>The token; null: there is no such user.</returns>
    public async Task<string?> CreateTokenAsync(string email, string name, CancellationToken cancellationToken) =>
        await users.FindByEmailAsync(email) is { } user ? await tokens.CreateAsync(user.Id, name, cancellationToken) : null;

    /// <summary>Runs a command on the database of a data directory. Where no server has it, the schema is made or brought up to date first.</summary>
    public static async Task<T> RunAsync<T>(string dataDirectory, Func<UserCommands, Task<T>> command, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStorage(dataDirectory).AddUsers();
        services.AddSingleton<ApiTokens>().AddScoped<UserCommands>().AddHttpContextAccessor().AddAuthentication();
        services.AddDataProtection();
        await using var provider = services.BuildServiceProvider();
        await provider.MigrateUnlessServedAsync(dataDirectory, cancellationToken);
        await using var scope = provider.CreateAsyncScope();
        return await command(scope.ServiceProvider.GetRequiredService<UserCommands>());
    }
}
