using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Uploads;

/// <summary>Takes files that a person brings: file, activities, revisions and runs in one transaction a file, so that a repeat is harmless.</summary>
public sealed class Uploading(Database database, Registry registry, Revising revising, Hints hints, TimeProvider time)
{
    private const string NoZone =
        "The file does not say its time zone, so its times are taken as UTC; upload it again and say the time zone: they are put right.";

    /// <summary>The same where nobody says where it was recorded.</summary>
    public Task<IReadOnlyList<Upload>> TakeAsync(
        Guid userId,
        string name,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    ) => TakeAsync(userId, name, content, zone: null, cancellationToken);

    /// <param name="name">As the person calls the file: shown, and used for nothing.</param>
    /// <param name="zone">Where it was recorded, as the person says: it counts where the file does not say it. Null: they do not say.</param>
    /// <returns>One outcome for each workout, and one for each file that holds none. A bad file loses no other.</returns>
    public async Task<IReadOnlyList<Upload>> TakeAsync(
        Guid userId,
        string name,
        ReadOnlyMemory<byte> content,
        TimeZoneInfo? zone,
        CancellationToken cancellationToken
    )
    {
        if (registry.Files is not { } source)
        {
            return [new Upload.Refused(name, FileFault.Unsupported, "This server takes no files.")];
        }

        var uploads = new List<Upload>();
        foreach (var file in source.Read(name, content, zone))
        {
            uploads.AddRange(
                file switch
                {
                    BroughtFile.Readable readable => await KeepAsync(userId, source, readable, zone, cancellationToken),
                    BroughtFile.Refused refused => [new Upload.Refused(refused.Name, refused.Fault, refused.Reason)],
                    _ => throw new System.Diagnostics.UnreachableException(),
                }
            );
        }

        return uploads;
    }

    private async Task<IReadOnlyList<Upload>> KeepAsync(
        Guid userId,
        IFileSource source,
        BroughtFile.Readable file,
        TimeZoneInfo? zone,
        CancellationToken cancellationToken
    )
    {
        var (id, hash) = (source.Info.Id, DocumentContent.HashOf(file.Content.Span));
        var compressed = DocumentContent.Compress(file.Content.Span);
        FailPoint.Hit(FailPoint.UploadRead);
        var kept = await database.WriteAsync(
            async db =>
            {
                var told = zone ?? TimeZones.Find(await TimeZoneOfAsync(db, userId, id, hash, cancellationToken));
                var activities = told?.Id == zone?.Id ? file.Activities : ReadAs(source, file, told);
                var document = await DocumentStore.StoreFileAsync(
                    db,
                    userId,
                    id,
                    hash,
                    compressed,
                    told?.Id,
                    time.GetUtcNow(),
                    cancellationToken
                );
                var hasPipeline = await db.Pipelines.AnyAsync(
                    row => row.UserId == userId && row.Source == id && row.Enabled,
                    cancellationToken
                );
                var uploads = new List<Upload>();
                foreach (var activity in activities)
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

    /// <summary>Of the same file, as it was told before: that counts where nothing is said now.</summary>
    private static Task<string?> TimeZoneOfAsync(
        FitGlueDb db,
        Guid userId,
        string source,
        string hash,
        CancellationToken cancellationToken
    ) =>
        db
            .Documents.Where(row => row.UserId == userId && row.Source == source && row.Kind == DocumentKind.File && row.ObjectId == hash)
            .Select(row => row.TimeZone)
            .FirstOrDefaultAsync(cancellationToken);

    private static IReadOnlyList<Activity> ReadAs(IFileSource source, BroughtFile.Readable file, TimeZoneInfo? zone) =>
        [
            .. file.Activities.Select(activity =>
                source.Map(new(activity.ExternalId, "") { File = file.Content, TimeZone = zone }) ?? activity
            ),
        ];

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
        var news = NewsOf(known, activity, document, file.Name);
        if (news is not null)
        {
            row.State = ActivityState.Settled;
            await revising.ReviseAsync(db, row, activity, new(document, null, news, Finding.Upload), cancellationToken);
        }

        var runs = news is not null ? 1 : await revising.RunUndeliveredAsync(db, row, cancellationToken);
        var state =
            !hasPipeline ? UploadState.Kept
            : runs > 0 ? UploadState.Accepted
            : await StandingAsync(db, row, cancellationToken);
        if (news is null && runs > 0)
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

        IReadOnlyList<string> warnings = activity.OffsetKnown ? file.Warnings : [.. file.Warnings, NoZone];
        return new Upload.Kept(file.Name, row.Id, state, known is null, activity.Title, activity.StartTime, warnings);
    }

    /// <summary>Why there is a revision; null: all of it is known.</summary>
    private static string? NewsOf(ActivityRow? known, Activity activity, Document document, string file) =>
        known is null ? $"Uploaded: {file}"
        : known.State is ActivityState.Deleted ? "Uploaded again"
        : IsPlaced(StoredActivity.Read(known.Content), activity) ? $"Uploaded again with its time zone, {document.TimeZone}"
        : null;

    /// <summary>It is known now what the clock on the wall showed, and was not before.</summary>
    private static bool IsPlaced(StoredActivity before, Activity activity) =>
        activity.OffsetKnown
        && (
            before.OffsetUnknown || (before.StartTime.Offset, before.EndTime.Offset) != (activity.StartTime.Offset, activity.EndTime.Offset)
        );

    /// <summary>What is here already may wait for the person rather than be done.</summary>
    private static async Task<UploadState> StandingAsync(FitGlueDb db, ActivityRow row, CancellationToken cancellationToken)
    {
        var outcomes = await Run.Newest(db, db.Runs.Where(run => run.ActivityId == row.Id))
            .Where(run => db.Pipelines.Any(pipeline => pipeline.Id == run.PipelineId && pipeline.Enabled))
            .Select(run => run.Outcome)
            .ToListAsync(cancellationToken);
        return outcomes.Contains(RunOutcome.HeldBack) ? UploadState.HeldBack
            : outcomes.Contains(RunOutcome.Blocked) ? UploadState.Blocked
            : UploadState.Known;
    }
}
