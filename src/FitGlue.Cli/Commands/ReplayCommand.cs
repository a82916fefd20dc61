using System.CommandLine;
using System.Text.Json;
using FitGlue.Server.Pipelines;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue replay</c>: sends workouts through a pipeline again; the server goes on with them by itself.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var options = new WorkoutOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count how many." };
        var command = new Command(
            "replay",
            "Run workouts through a pipeline as it is now, through the running server. What targets have is updated in place."
        )
        {
            dryRun,
        };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(async () =>
                {
                    using var server = new LocalServer(DataDirectoryOption.Of(parsed));
                    var request = new ReplayRequest(
                        parsed.GetValue(options.From),
                        parsed.GetValue(options.To),
                        parsed.GetValue(dryRun),
                        parsed.GetValue(options.Last),
                        options.ActivitiesOf(parsed)
                    );
                    var done = await server.PostAsync<ReplayModel>(options.PathOf(parsed, "replay"), request, cancellationToken);
                    await Console.Out.WriteLineAsync(
                        parsed.GetValue(options.Json) ? JsonSerializer.Serialize(done, LocalServer.Json) : TextOf(done)
                    );
                    return ExitCode.Ok;
                })
        );
        return command;
    }

    private static string TextOf(ReplayModel done) =>
        (done.DryRun, done.Activities) switch
        {
            (true, 1) => "One workout would go through it again.",
            (true, var count) => $"{count} workouts would go through it again.",
            (_, 1) => "One workout goes through it again.",
            var (_, count) => $"{count} workouts go through it again.",
        };
}
