using System.CommandLine;
using System.Text.Json;
using FitGlue.Server.Hosting;
using FitGlue.Server.Pipelines;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue dry-run</c>: what a pipeline would make of workouts that are here, as a diff.</summary>
internal static class DryRunCommand
{
    public static Command Create()
    {
        var options = new WorkoutOptions();
        var command = new Command(
            "dry-run",
            "Show what a pipeline would make of workouts, through the running server. Nothing is stored or sent. Default: the last 10."
        );
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(async () =>
                {
                    using var server = new LocalServer(DataDirectoryOption.Of(parsed));
                    var request = new DryRunRequest(
                        parsed.GetValue(options.Last),
                        parsed.GetValue(options.From),
                        parsed.GetValue(options.To),
                        options.ActivitiesOf(parsed)
                    );
                    var page = await server.PostAsync<Page<DryRunModel>>(options.PathOf(parsed, "dry-run"), request, cancellationToken);
                    await TellAsync(page, parsed.GetValue(options.Json));
                    return ExitCode.Ok;
                })
        );
        return command;
    }

    private static async Task TellAsync(Page<DryRunModel> page, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(page, LocalServer.Json));
            return;
        }

        foreach (var run in page.Items)
        {
            await Console.Out.WriteLineAsync(DryRunText.Of(run));
        }

        if (page.Items.Count == 0)
        {
            await Console.Error.WriteLineAsync("There is no such workout of this pipeline's source.");
        }
    }
}
