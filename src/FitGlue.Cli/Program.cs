using System.CommandLine;
using FitGlue.Cli;
using FitGlue.Cli.Commands;
using FitGlue.Cli.Demo;

var root = new RootCommand("FitGlue moves workouts from where they were recorded to where they are wanted: source → boosters → targets.")
{
    ServeCommand.Create(),
    DemoCommand.Create(),
    SimulatorCommand.Create(),
    UserCommand.Create(),
    TokenCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    await parsed.InvokeAsync(new() { Output = Console.Error, Error = Console.Error });
    return ExitCode.Usage;
}

return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
