using System.Reflection;
using FitGlue.Engine;
using FitGlue.Engine.Storage;
using FitGlue.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FitGlue.Tests.Engine;

/// <summary>Grains that take every call and do nothing.</summary>
public class SilentGrains : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.ReturnType == typeof(Task) ? Task.CompletedTask
        : targetMethod.ReturnType.IsInterface ? Create(targetMethod.ReturnType, typeof(SilentGrains))
        : null;
}

internal sealed class FakeLifetime : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}

/// <summary>A database without rows, migrated once: each test begins with a copy.</summary>
internal static class MigratedDatabase
{
    private static readonly Lazy<Task<byte[]>> Content = new(MigratedAsync);

    public static Task<byte[]> ReadAsync() => Content.Value;

    private static async Task<byte[]> MigratedAsync()
    {
        using var folder = new TemporaryFolder();
        await using var services = new ServiceCollection().AddLogging().AddStorage(folder.Path).BuildServiceProvider();
        await services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        await using (var db = await services.GetRequiredService<Database>().OpenAsync(CancellationToken.None))
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", CancellationToken.None);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return await File.ReadAllBytesAsync(services.GetRequiredService<SqliteConnectionString>().File, CancellationToken.None);
    }
}
