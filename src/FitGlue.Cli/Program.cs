using FitGlue.Cli;
using FitGlue.Cli.Commands;

var parsed = ProgramCommands.Create().Parse(args);
if (parsed.Errors.Count > 0)
{
    await parsed.InvokeAsync(new() { Output = Console.Error, Error = Console.Error });
    return ExitCode.Usage;
}

return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
