using FitGlue.Core.Sources;
using FitGlue.Engine.Uploads;
using FitGlue.Server.Hosting;

namespace FitGlue.Server.Uploads;

/// <summary>Takes the files of one request, one after another, and says what became of each.</summary>
public sealed class UploadDesk(Uploading uploading, Engine.Registry registry, PublicAddress address)
{
    /// <summary>All files of a request together.</summary>
    public const int LargestRequest = 100 * 1024 * 1024;

    /// <summary>What a command sends at all: a form is a little larger than its file.</summary>
    public const int LargestFileSent = LargestRequest - (1024 * 1024);

    private const int MostFiles = 100;
    private const int LongestName = 120;
    private const string Nameless = "file";

    /// <summary>What is taken of one file, in bytes.</summary>
    public int LargestFile => registry.Files?.LargestFile ?? 0;

    /// <summary>Where a pipeline for uploads is made; null where this server takes none.</summary>
    public string? NewPipeline => registry.Files is { } source ? $"/pipelines/new?source={source.Info.Id}" : null;

    /// <param name="files">Each is kept before the next is read.</param>
    /// <param name="zone">Where they were recorded, as the person says; null: they do not say.</param>
    public async Task<UploadAnswer> TakeAsync(
        Guid userId,
        IAsyncEnumerable<SentFile> files,
        TimeZoneInfo? zone,
        CancellationToken cancellationToken
    )
    {
        var items = new List<UploadModel>();
        var count = 0;
        await foreach (var file in files.WithCancellation(cancellationToken))
        {
            var name = ShownOf(file.Name);
            if (++count > MostFiles)
            {
                items.Add(
                    UploadModel.Refused(name, FileFault.TooLarge, $"More than {MostFiles} files at once. Send the rest in another turn.")
                );
                break;
            }

            items.AddRange(
                file.Fault is { } fault
                    ? [UploadModel.Refused(name, fault, file.Reason ?? "")]
                    : (await uploading.TakeAsync(userId, name, file.Content, zone, cancellationToken))
                        .Select(UploadModel.Of)
                        .Select(Explained)
            );
        }

        return new(items, items.Exists(item => item.State is UploadModelState.Kept) ? NextStep() : null);
    }

    private UploadModel Explained(UploadModel item) =>
        item.State switch
        {
            UploadModelState.HeldBack => item with
            {
                Detail =
                    $"It is held back: by a setting of your pipeline, or because another record stands for it. See why, and let it through: {new Uri(address.Base, "/activities/held-back")}",
            },
            UploadModelState.Blocked => item with
            {
                Detail =
                    $"Your pipeline for it belongs to a higher tier than you have. See what is missing: {new Uri(address.Base, $"/activities/{item.ActivityId}")}",
            },
            _ => item,
        };

    private string NextStep() =>
        $"It is kept, and goes nowhere: none of your pipelines takes uploaded files. Make one: {new Uri(address.Base, NewPipeline)}";

    // A browser may send a path, and a hostile program anything.
    private static string ShownOf(string name)
    {
        var bare = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = string.Concat(bare.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter))).Trim();
        return clean.Length == 0 ? Nameless
            : clean.Length > LongestName ? clean[..LongestName]
            : clean;
    }
}
