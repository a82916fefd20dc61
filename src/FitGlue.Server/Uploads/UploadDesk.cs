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
    public async Task<UploadAnswer> TakeAsync(Guid userId, IAsyncEnumerable<SentFile> files, CancellationToken cancellationToken)
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
                    : (await uploading.TakeAsync(userId, name, file.Content, cancellationToken)).Select(UploadModel.Of)
            );
        }

        return new(items, items.Exists(item => item.State is UploadModelState.Kept) ? NextStep() : null);
    }

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
