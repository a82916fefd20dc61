using System.CommandLine;
using FitGlue.Simulator;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue simulator oura</c>: Oura's cloud on loopback, for trying and testing.</summary>
internal static class SimulatorCommand
{
    public static Command Create() => new("simulator", "Stand-ins for the clouds of others, on this machine.") { CreateOura() };

    private static Command CreateOura()
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 8090 };
        var data = new Option<string?>("--data") { Description = "Folder for its state; without it the state ends with the program." };
        var clientId = new Option<string>("--client-id")
        {
            Description = "Client id of its application.",
            DefaultValueFactory = _ => "fitglue",
        };
        var secret = new Option<string>("--client-secret") { Description = "Its secret.", DefaultValueFactory = _ => "simulated-secret" };
        var portal = new Option<Portal>("--portal")
        {
            Description = "Where the application was made.",
            DefaultValueFactory = _ => Portal.Moi,
        };
        var redirect = new Option<string[]>("--redirect-uri")
        {
            Description = "Where sign-ins may end.",
            AllowMultipleArgumentsPerToken = true,
        };
        var timeFactor = new Option<double>("--time-factor")
        {
            Description = "How much faster webhooks follow than at the real cloud.",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command("oura", "Run a simulated Oura cloud.")
        {
            port,
            data,
            clientId,
            secret,
            portal,
            redirect,
            timeFactor,
            ParentWatch.Option,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(() =>
                    RunAsync(
                        new OuraSimulatorOptions
                        {
                            Port = parsed.GetValue(port),
                            DataDirectory = parsed.GetValue(data),
                            Knobs = new Knobs { TimeFactor = parsed.GetValue(timeFactor) },
                            Apps =
                            [
                                new()
                                {
                                    ClientId = parsed.GetValue(clientId)!,
                                    ClientSecret = parsed.GetValue(secret)!,
                                    Portal = parsed.GetValue(portal),
                                    RedirectUris = parsed.GetValue(redirect) ?? [],
                                },
                            ],
                        },
                        parsed.GetValue(ParentWatch.Option),
                        cancellationToken
                    )
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(OuraSimulatorOptions options, bool endWithParent, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watch = endWithParent ? ParentWatch.Start(stop.Cancel) : null;
        await OuraSimulatorProgram.RunAsync(options, stop.Token);
        return ExitCode.Ok;
    }
}
