using System.CommandLine;
using FitGlue.Engine;
using FitGlue.Engine.Backup;
using FitGlue.Engine.Storage;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue backup</c>: prints the file that was made. Works beside a running server.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var output = new Option<string?>("--output") { Description = "A file, or a folder; default: the backup folder." };
        var command = new Command("backup", "Put database and keys into one verified file, also while the server runs.")
        {
            output,
            DataDirectoryOption.Option,
        };
        command.SetAction(
            (parsed, _) =>
                ExitCode.OfAsync(async () =>
                {
                    await Console.Out.WriteLineAsync(Make(DataDirectoryOption.Of(parsed), parsed.GetValue(output)));
                    return ExitCode.Ok;
                })
        );
        return command;
    }

    private static string Make(string dataDirectory, string? output)
    {
        var database = SqliteConnectionString.Of(dataDirectory).File;
        if (!File.Exists(database))
        {
            throw new CommandException(
                $"There is no {database}. Name the data directory with --data, or set {EngineOptions.Section}__{nameof(EngineOptions.DataDirectory)}.",
                ExitCode.Configuration
            );
        }

        var folder = BackupFolder.Of(dataDirectory, DataDirectoryOption.Setting(nameof(EngineOptions.BackupDirectory)));
        return new Backups(folder, TimeProvider.System).Make(output);
    }
}
