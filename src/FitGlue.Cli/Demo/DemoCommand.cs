using System.CommandLine;

namespace FitGlue.Cli.Demo;

/// <summary><c>fitglue demo</c>: everything on this machine, with a simulated person.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "Import, let one new workout arrive, and end when its file is there." };
        var output = new Option<string?>("--output")
        {
            Description = "Where the FIT files are written; default: files in the demo's data folder.",
        };
        var data = new Option<string>("--data") { Description = "Where the demo keeps its data.", DefaultValueFactory = _ => "data/demo" };
        var port = new Option<int>("--port") { Description = "Port of the server on 127.0.0.1.", DefaultValueFactory = _ => 8080 };
        var command = new Command("demo", "Try FitGlue with a simulated Oura cloud; needs no account.") { once, output, data, port };
        command.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(async () =>
                {
                    var folder = Path.GetFullPath(parsed.GetValue(data)!);
                    var files = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(folder, "files"));
                    var demo = new DemoRun(
                        folder,
                        files,
                        DemoState.LoadOrCreate(folder, parsed.GetValue(port)),
                        TimeProvider.System,
                        Console.Out
                    );
                    try
                    {
                        await demo.RunAsync(parsed.GetValue(once), cancellationToken);
                    }
                    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                    {
                        await Console.Out.WriteLineAsync();
                        await Console.Out.WriteLineAsync($"Stopped. The data stays in {folder}; the next start goes on with it.");
                    }

                    return ExitCode.Ok;
                })
        );
        return command;
    }
}
