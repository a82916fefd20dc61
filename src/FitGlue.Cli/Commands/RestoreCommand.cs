using System.CommandLine;
using FitGlue.Engine.Backup;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue restore</c>: a backup into a new data directory, all or nothing.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The backup." };
        var to = new Option<string?>("--to") { Description = "The new data directory: not there yet, or empty." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Verify the backup and write nothing." };
        var command = new Command("restore", "Verify a backup and put it into a new data directory.") { file, to, dryRun };
        command.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(() =>
                    RunAsync(
                        parsed.GetValue(file)!,
                        parsed.GetValue(dryRun) ? null : parsed.GetValue(to),
                        parsed.GetValue(dryRun),
                        cancellationToken
                    )
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(string file, string? to, bool dryRun, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new CommandException($"There is no file {file}.", ExitCode.Usage);
        }

        if (dryRun)
        {
            await TellAsync(BackupReader.Verify(file), "It is whole; nothing was written.");
            return ExitCode.Ok;
        }

        if (to is null)
        {
            throw new CommandException("Name the new data directory with --to, or try it with --dry-run.", ExitCode.Usage);
        }

        var manifest = await Restoring.RestoreAsync(file, to, TimeProvider.System, cancellationToken);
        await TellAsync(
            manifest,
            $"Restored to {Path.GetFullPath(to)}. Start the server with it: FitGlue__DataDirectory={Path.GetFullPath(to)}. Deliveries are paused until you compare them with what the targets have, on the page /restore."
        );
        return ExitCode.Ok;
    }

    private static Task TellAsync(BackupManifest manifest, string what) =>
        Console.Error.WriteLineAsync(
            $"Backup of {manifest.CreatedAt:yyyy-MM-dd HH:mm:ss'Z'}, schema {manifest.Schema}, {manifest.Rows.GetValueOrDefault("activities")} activities, {manifest.Rows.GetValueOrDefault("documents")} documents"
                + (manifest.DamagedDocuments > 0 ? $" ({manifest.DamagedDocuments} damaged before it was made)" : "")
                + $". {what}"
        );
}
