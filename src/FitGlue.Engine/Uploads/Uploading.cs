using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Uploads;

/// <summary>Takes files that a person brings: file, activities, revisions and runs in one transaction a file, so that a repeat is harmless.</summary>
public sealed class Uploading(Database database, Registry registry, Revising revising, Hints hints, TimeProvider time)
{
    /// <param name="name">As the person calls the file: shown, and used for nothing.</param>
    /// <returns>One outcome for each workout, and one for each file that holds none. A bad file loses no other.</returns>
    public async Task<IReadOnlyList<Upload>> TakeAsync(
        Guid userId,
        string name,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    )
    {
        if (registry.Files is not { } source)
        {
            return [new Upload.Refused(name, FileFault.Unsupported, "This server takes no files.")];
        }

        var uploads = new List<Upload>();
        foreach (var file in source.Read(name, content))
        {
            uploads.AddRange(
                file switch
                {
                    BroughtFile.Readable readable => await KeepAsync(userId, source.Info.Id, readable, cancellationToken),
                    BroughtFile.Refused refused => [new Upload.Refused(refused.Name, refused.Fault, refused.Reason)],
                    _ => throw new System.Diagnostics.UnreachableException(),
                }
            );
        }

        return uploads;
    }

    private async Task<IReadOnlyList<Upload>> KeepAsync(
        Guid userId,
        string source,
        BroughtFile.Readable file,
        CancellationToken cancellationToken
    )
    {
        var (hash, compressed) = (DocumentContent.HashOf(file.Content.Span), DocumentContent.Compress(file.Content.Span));
        FailPoint.Hit(FailPoint.UploadRead);
        var kept = await database.WriteAsync(
            async db =>
            {
                var document = await DocumentStore.StoreFileAsync(
                    db,
                    userId,
                    source,
                    hash,
                    compressed,
                    time.GetUtcNow(),
                    cancellationToken
                );
                var hasPipeline = await db.Pipelines.AnyAsync(
                    row => row.UserId == userId && row.Source == source && row.Enabled,
                    cancellationToken
                );
                var uploads = new List<Upload>();
                foreach (var activity in file.Activities)
                {
                    uploads.Add(await KeepAsync(db, userId, activity, document, file, hasPipeline, cancellationToken));
                }

                return uploads;
            },
            cancellationToken
        );
        FailPoint.Hit(FailPoint.UploadKept);
        hints.Athlete(userId);
        return kept;
    }

    private async Task<Upload> KeepAsync(
        FitGlueDb db,
        Guid userId,
        Activity activity,
        Document document,
        BroughtFile.Readable file,
        bool hasPipeline,
        CancellationToken cancellationToken
    )
    {
        var known = await db.Activities.FirstOrDefaultAsync(
            row => row.UserId == userId && row.Source == activity.Source && row.ExternalId == activity.ExternalId,
            cancellationToken
        );
        var row = known ?? db.Activities.Add(revising.RowOf(userId, null, activity)).Entity;
        var isNew = known is null || known.State is ActivityState.Deleted;
        if (isNew)
        {
            var cause = new RevisionCause(document, null, known is null ? $"Uploaded: {file.Name}" : "Uploaded again", Finding.Upload);
            row.State = ActivityState.Settled;
            await revising.ReviseAsync(db, row, activity, cause, cancellationToken);
        }

        var runs = isNew ? 1 : await revising.RunUndeliveredAsync(db, row, cancellationToken);
        var state =
            !hasPipeline ? UploadState.Kept
            : runs > 0 ? UploadState.Accepted
            : UploadState.Known;
        if (!isNew && runs > 0)
        {
            db.Timeline.Add(
                new()
                {
                    ActivityId = row.Id,
                    At = time.GetUtcNow(),
                    What = "Uploaded again: it goes through the pipelines that had not delivered it",
                }
            );
        }

        return new Upload.Kept(file.Name, row.Id, state, known is null, activity.Title, activity.StartTime, file.Warnings);
    }
}
