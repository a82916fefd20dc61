using System.CommandLine;
using System.Runtime.InteropServices;
using FitGlue.Engine.Storage;
using FitGlue.Server.Hosting;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue serve</c>: the server, until it is stopped.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var settings = new Argument<string[]>("settings")
        {
            Description =
                "Settings as --Key=Value, such as --FitGlue:Listen=http://127.0.0.1:9000; environment variables work too (FitGlue__Listen).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("serve", "Run the server.") { settings, ParentWatch.Option };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(() =>
                    RunAsync(
                        [.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens],
                        parsed.GetValue(ParentWatch.Option),
                        cancellationToken
                    )
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, bool endWithParent, CancellationToken cancellationToken)
    {
        await using var app = await FitGlueServer.BuildAsync(settings, adapt: null, cancellationToken);
        await app.StartAsync(cancellationToken);
        await Console.Error.WriteLineAsync(
            $"FitGlue listens on {string.Join(", ", app.Urls.Where(address => !LocalSocket.IsLocal(address)))}. Ctrl+C stops it."
        );
        using var watch = endWithParent ? ParentWatch.Start(app.Lifetime.StopApplication) : null;
        using var terminate = StopAtOnceAtTheSecond(PosixSignal.SIGTERM);
        using var interrupt = StopAtOnceAtTheSecond(PosixSignal.SIGINT);
        await app.WaitForShutdownAsync(cancellationToken);

        // A disk that could not confirm a write is no stop that anybody asked for.
        return app.Services.GetRequiredService<StorageState>().Fault is StorageFault.NotFlushed ? ExitCode.Integrity : ExitCode.Ok;
    }

    // The first signal lets what is under way finish; whoever sends another does not want to wait.
    private static PosixSignalRegistration StopAtOnceAtTheSecond(PosixSignal signal)
    {
        var seen = 0;
        return PosixSignalRegistration.Create(
            signal,
            _ =>
            {
                if (Interlocked.Increment(ref seen) > 1)
                {
                    Environment.Exit(ExitCode.Unexpected);
                }
            }
        );
    }
}
