using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Storage;

/// <summary>The way to the database: reads open a context, writes run in one transaction behind the write gate.</summary>
/// <remarks>Nothing but the database may be awaited inside a write.</remarks>
public sealed class Database(IDbContextFactory<FitGlueDb> contexts, WriteGate gate, StorageState storage)
{
    public Task<FitGlueDb> OpenAsync(CancellationToken cancellationToken) => contexts.CreateDbContextAsync(cancellationToken);

    public async Task<T> WriteAsync<T>(Func<FitGlueDb, Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            var result = await WriteOnceAsync(write, cancellationToken);
            storage.NoteWritten();
            return result;
        }
        catch (Exception exception)
        {
            storage.Note(exception);
            throw;
        }
    }

    public Task WriteAsync(Func<FitGlueDb, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(
            async db =>
            {
                await write(db);
                return true;
            },
            cancellationToken
        );

    private async Task<T> WriteOnceAsync<T>(Func<FitGlueDb, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        using var pass = await gate.EnterAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await write(db);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
