namespace FitGlue.Simulator;

/// <summary>The simulated cloud as a program of its own.</summary>
public static class OuraSimulatorProgram
{
    /// <summary>Runs until it is cancelled. The address, alone on a line of standard output, says that it is ready.</summary>
    public static async Task RunAsync(OuraSimulatorOptions options, CancellationToken cancellationToken)
    {
        await using var simulator = await OuraSimulator.StartAsync(options, cancellationToken);
        await Console.Out.WriteLineAsync(simulator.BaseUrl.AsMemory(), cancellationToken);
        await Console.Out.FlushAsync(cancellationToken);
        var stopped = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
    }
}
