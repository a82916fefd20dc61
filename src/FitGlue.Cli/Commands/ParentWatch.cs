using System.CommandLine;

namespace FitGlue.Cli.Commands;

/// <summary>A child of the demo ends with its parent, however that ends: its standard input is then at its end.</summary>
internal static class ParentWatch
{
    public static Option<bool> Option { get; } = new("--end-with-parent") { Description = "Stop when standard input ends.", Hidden = true };

    public static IDisposable Start(Action stop)
    {
        var cancel = new CancellationTokenSource();
        _ = WatchAsync(stop, cancel.Token);
        return cancel;
    }

    private static async Task WatchAsync(Action stop, CancellationToken cancellationToken)
    {
        var buffer = new byte[1];
        await using var input = Console.OpenStandardInput();
        while (await input.ReadAsync(buffer, cancellationToken) > 0) { }
        stop();
    }
}
