using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Sources;
using FitGlue.Formats;

namespace FitGlue.Plugins.Sources.Upload;

/// <summary>Workouts of the files that a person uploads: FIT, TCX and GPX of any device, plain or packed.</summary>
public sealed class UploadSource : IFileSource
{
    public const string Id = "upload";

    public SourceInfo Info { get; } =
        new(Id, "Uploaded files", Tier.Hobbyist, "Workouts of FIT, TCX and GPX files that you upload, from any device or program.", [])
        {
            Brings =
                ActivityData.HeartRate
                | ActivityData.Calories
                | ActivityData.MeasuredDistance
                | ActivityData.Description
                | ActivityData.Positions,
        };

    public int LargestFile => FileLimits.Bytes;

    public IReadOnlyList<string> Extensions { get; } = [".fit", ".tcx", ".gpx", ".gz", ".zip"];

    public PipelineRecipe Recipe { get; } = new("Uploads", ["heart-rate-summary"], ["files"]);

    public IEnumerable<BroughtFile> Read(string name, ReadOnlyMemory<byte> content, TimeZoneInfo? zone = null) =>
        FileReader.Read(name, content).Select(file => BroughtOf(file, content, zone));

    public Activity? Map(SourceDocument document)
    {
        try
        {
            var (_, place) = UploadedWorkout.Read(document.ObjectId);
            return FileReader.ReadActivities(document.File).Activities.ElementAtOrDefault(place) is { } recorded
                ? UploadedWorkout.Of(recorded, document.ObjectId, document.TimeZone)
                : throw new UnreadableDocumentException($"The uploaded file has no workout number {place + 1}.");
        }
        catch (UnreadableFileException exception)
        {
            throw new UnreadableDocumentException(exception.Message, exception);
        }
    }

    private static BroughtFile BroughtOf(ReadFile file, ReadOnlyMemory<byte> chosen, TimeZoneInfo? zone) =>
        file switch
        {
            ReadFile.Recorded recorded => BroughtOf(recorded, zone),
            ReadFile.Refused refused => new BroughtFile.Refused(refused.Name, FaultOf(chosen), refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static BroughtFile BroughtOf(ReadFile.Recorded file, TimeZoneInfo? zone)
    {
        var key = UploadedWorkout.KeyOf(file.Content.Span);
        List<Activity> activities =
        [
            .. file
                .File.Activities.Select((recorded, place) => UploadedWorkout.Of(recorded, $"{key}-{place}", zone))
                .Where(activity => activity.EndTime > activity.StartTime),
        ];
        return activities.Count > 0
            ? new BroughtFile.Readable(file.Name, file.Content, activities, WarningsOf(file.File, activities.Count))
            : new BroughtFile.Refused(
                file.Name,
                FileFault.Unreadable,
                "Its workout has no duration: start and end are the same. Choose the file of a recorded workout."
            );
    }

    private static IReadOnlyList<string> WarningsOf(RecordedFile file, int kept) =>
        (file.Activities.Count - kept) switch
        {
            0 => file.Warnings,
            1 => [.. file.Warnings, "One workout has no duration and was left out."],
            var empty => [.. file.Warnings, $"{empty} workouts have no duration and were left out."],
        };

    private static FileFault FaultOf(ReadOnlyMemory<byte> content) =>
        content.IsEmpty ? FileFault.Empty
        : content.Length > FileLimits.Bytes ? FileFault.TooLarge
        : FileKinds.Of(content) is FileKind.Unknown ? FileFault.Unsupported
        : FileFault.Unreadable;
}
