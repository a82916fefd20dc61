using System.CommandLine;
using System.Text.Json;
using FitGlue.Core.Sources;
using FitGlue.Engine.Uploads;
using FitGlue.Server.Uploads;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue import</c>: hands files of workouts to the running server, one after another.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "FIT, TCX or GPX files, or .gz or .zip of them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var user = new Option<string?>("--user") { Description = "Whose, by email; not needed where there is one user." };
        var zone = new Option<string?>("--time-zone")
        {
            Description =
                "Where files were recorded that do not say it, by its IANA id such as Europe/Helsinki; else the zone of this machine, unless that is UTC.",
            HelpName = "ZONE",
        };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON." };
        var command = new Command("import", "Upload files of workouts, through the running server. The same file twice is one workout.")
        {
            files,
            user,
            zone,
            json,
            DataDirectoryOption.Option,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(async () =>
                {
                    var paths = parsed.GetValue(files) ?? [];
                    Require(paths);
                    using var server = new LocalServer(DataDirectoryOption.Of(parsed));
                    var query = QueryOf(
                        ("user", parsed.GetValue(user)),
                        ("timeZone", parsed.GetValue(zone) ?? ZoneOf(TimeProvider.System))
                    );
                    var answer = await SendAsync(server, paths, query, parsed.GetValue(json), cancellationToken);
                    return CodeOf(answer);
                })
        );
        return command;
    }

    private static string QueryOf(params (string Name, string? Value)[] parameters) =>
        $"?{string.Join('&', parameters.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"))}";

    /// <summary>Servers and containers run in UTC, and that says nothing of where somebody went running.</summary>
    internal static string? ZoneOf(TimeProvider time) =>
        time.LocalTimeZone.Id is var id
        && id
            is not (
                "UTC"
                or "Etc/UTC"
                or "Etc/UCT"
                or "UCT"
                or "Universal"
                or "Etc/Universal"
                or "Zulu"
                or "Etc/Zulu"
                or "GMT"
                or "Etc/GMT"
            )
            ? TimeZones.Find(id)?.Id
            : null;

    /// <summary>Nothing is sent where one of them is mistyped.</summary>
    private static void Require(IEnumerable<string> paths)
    {
        if (paths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
        {
            throw new CommandException(
                Directory.Exists(missing)
                    ? $"{missing} is a folder. Name the files in it, such as: fitglue import {Path.Combine(missing, "*.fit")}"
                    : $"There is no file {missing}. Nothing was imported.",
                ExitCode.Usage
            );
        }
    }

    private static async Task<UploadAnswer> SendAsync(
        LocalServer server,
        IReadOnlyList<string> paths,
        string query,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var (items, next) = (new List<UploadModel>(), (string?)null);
        foreach (var path in paths)
        {
            var answer = await SendAsync(server, path, query, cancellationToken);
            items.AddRange(answer.Items);
            next ??= answer.Next;
            if (!json)
            {
                await TellAsync(answer.Items);
            }
        }

        var whole = new UploadAnswer(items, next);
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(whole, LocalServer.Json));
        }
        else if (next is not null)
        {
            await Console.Error.WriteLineAsync(next);
        }

        return whole;
    }

    private static async Task<UploadAnswer> SendAsync(LocalServer server, string path, string query, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        if (new FileInfo(path).Length > UploadDesk.LargestFileSent)
        {
            var large = SentFile.TooLarge(name, UploadDesk.LargestFileSent);
            return new([UploadModel.Refused(name, FileFault.TooLarge, large.Reason ?? "")]);
        }

        await using var file = File.OpenRead(path);
        using var form = new MultipartFormDataContent { { new StreamContent(file), "file", name } };
        return await server.SendAsync<UploadAnswer>($"/local/uploads{query}", form, cancellationToken);
    }

    private static async Task TellAsync(IEnumerable<UploadModel> items)
    {
        foreach (var item in items)
        {
            await (
                item.State is UploadModelState.Refused
                    ? Console.Error.WriteLineAsync($"{item.File}: refused. {item.Detail}")
                    : Console.Out.WriteLineAsync($"{item.File}: {TextOf(item.State)}, {item.Title}, {item.StartTime:yyyy-MM-dd HH:mm}")
            );
            foreach (var remark in item.State is UploadModelState.Refused ? [] : item.Warnings.Append(item.Detail).OfType<string>())
            {
                await Console.Error.WriteLineAsync($"{item.File}: {remark}");
            }
        }
    }

    private static string TextOf(UploadModelState state) =>
        state switch
        {
            UploadModelState.Accepted => "accepted",
            UploadModelState.Known => "here already",
            UploadModelState.HeldBack => "here already, held back",
            UploadModelState.Blocked => "here already, blocked",
            _ => "kept, goes nowhere yet",
        };

    /// <summary>Partly done: some were refused. Nothing done: all were, so that the files are the wrong ones.</summary>
    internal static int CodeOf(UploadAnswer answer) =>
        answer.Items.Count(item => item.State is UploadModelState.Refused) switch
        {
            0 => ExitCode.Ok,
            var refused when refused < answer.Items.Count => ExitCode.Partly,
            _ => ExitCode.Usage,
        };
}
