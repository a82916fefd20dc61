using FitGlue.Core;
using FitGlue.Core.Activities;
using FitGlue.Core.Targets;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Formats.Tcx;
using Microsoft.Extensions.Options;

namespace FitGlue.Plugins.Targets.Files;

/// <summary>Keeps one file per activity in a folder of this server. Its first name stays, whatever is edited later.</summary>
internal sealed class FilesTarget(IOptions<FilesOptions> options) : Target<FilesSettings>, ISearchableTarget
{
    private readonly FilesFolder _root = new(options.Value);

    public override TargetInfo Info { get; } =
        new(
            "files",
            "Files",
            Tier.Hobbyist,
            "Writes each activity as a FIT, TCX or JSON file into a folder of this server.",
            CanUpdate: true
        )
        {
            FollowsHistory = true,
            MayComeBack = false,
        };

    public Task<Receipt?> FindAsync(Shipment shipment, object settings, CancellationToken cancellationToken)
    {
        try
        {
            var (_, earlier) = PathOf(shipment, (FilesSettings)settings);
            return Task.FromResult(earlier is not null && File.Exists(earlier) ? new Receipt(_root.RelativeOf(earlier), Url: null) : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnavailableException($"Could not read {_root.Describe()}: {exception.Message}", exception);
        }
    }

    protected override async Task<Receipt> DeliverAsync(Shipment shipment, FilesSettings settings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var content = ContentOf(shipment, settings.Format);
        try
        {
            return await PutAsync(shipment, settings, content, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnavailableException($"Could not write to {_root.Describe()}: {exception.Message}", exception);
        }
    }

    private async Task<Receipt> PutAsync(Shipment shipment, FilesSettings settings, byte[] content, CancellationToken cancellationToken)
    {
        var (path, earlier) = PathOf(shipment, settings);
        DurableFile.RemoveLeftovers(Path.GetDirectoryName(path)!, $"_{FileName.ShortIdOf(shipment)}");
        if (!await HoldsAsync(path, content, cancellationToken))
        {
            await DurableFile.WriteAsync(path, content, cancellationToken);
        }

        if (earlier is not null && earlier != path)
        {
            // The format was changed: the activity moves, it does not double.
            File.Delete(earlier);
        }

        return new Receipt(_root.RelativeOf(path), Url: null);
    }

    /// <summary>Where the file belongs, and where it was until now.</summary>
    private (string Path, string? Earlier) PathOf(Shipment shipment, FilesSettings settings)
    {
        var shortId = FileName.ShortIdOf(shipment);
        var name = FileName.Of(settings, shipment);
        var folder = _root.Open(settings.Folder);
        var extension = FileName.ExtensionOf(settings.Format);
        var earlier =
            _root.Locate(shipment.Earlier?.ExternalId, shortId) ?? WithoutReceipt(folder, $"_{shortId}{extension}", shipment.Activity);
        if (earlier is not null)
        {
            return (Path.ChangeExtension(earlier, extension), earlier);
        }

        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? throw new RejectedException($"'{name}' belongs to another activity: put {{date}} and {{time}} into the file name.")
            : (path, null);
    }

    /// <summary>The file of a delivery that ended between the rename and its receipt.</summary>
    private static string? WithoutReceipt(string folder, string ending, Activity activity) =>
        Directory
            .EnumerateFiles(folder, $"*{ending}", FilesFolder.Literally)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(path => !Path.GetFileName(path).StartsWith('.') && ActivityMark.IsIn(File.ReadAllBytes(path), activity));

    private static async Task<bool> HoldsAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        return file.Exists
            && file.LinkTarget is null
            && file.Length == content.Length
            && (await File.ReadAllBytesAsync(path, cancellationToken)).SequenceEqual(content);
    }

    private static byte[] ContentOf(Shipment shipment, ActivityFileFormat format)
    {
        try
        {
            return format switch
            {
                ActivityFileFormat.Fit => FitFile.Encode(shipment.Activity),
                ActivityFileFormat.Tcx => TcxFile.Write(shipment.Activity),
                _ => ActivityJson.Write(shipment.Activity),
            };
        }
        catch (UnwritableActivityException exception)
        {
            throw new RejectedException(exception.Message);
        }
    }
}
