using FitGlue.Core;
using FitGlue.Engine;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Tiers;
using Microsoft.AspNetCore.Identity;

namespace FitGlue.Server.Accounts;

/// <summary>What the command line does with users and tokens, beside a running server or without one.</summary>
public sealed class UserCommands(UserManager<User> users, ApiTokens tokens, TierStore tiers, TimeProvider time)
{
    /// <returns>What is wrong, in sentences; empty: the user was made.</returns>
    public Task<IReadOnlyList<string>> AddAsync(string email, string password) => users.AddAsync(email, password, time);

    /// <param name="tier">Null: the lowest.</param>
    /// <returns>What is wrong, in sentences; empty: the user was made.</returns>
    public async Task<IReadOnlyList<string>> AddAsync(string email, string password, Tier? tier, CancellationToken cancellationToken)
    {
        var faults = await AddAsync(email, password);
        if (faults.Count == 0 && tier is { } given)
        {
            await SetTierAsync(email, given, cancellationToken);
        }

        return faults;
    }

    /// <returns>The token; null: there is no such user.</returns>
    public async Task<string?> CreateTokenAsync(string email, string name, CancellationToken cancellationToken) =>
        await users.FindByEmailAsync(email) is { } user ? await tokens.CreateAsync(user.Id, name, cancellationToken) : null;

    /// <returns>False: there is no such user.</returns>
    public async Task<bool> SetTierAsync(string email, Tier tier, CancellationToken cancellationToken)
    {
        if (await users.FindByEmailAsync(email) is not { } user)
        {
            return false;
        }

        await tiers.SaveAsync(user.Id, tier, cancellationToken);
        return true;
    }

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
