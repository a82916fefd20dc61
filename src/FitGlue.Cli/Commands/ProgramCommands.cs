using System.CommandLine;
using FitGlue.Cli.Demo;

namespace FitGlue.Cli.Commands;

/// <summary>Everything that <c>fitglue</c> can be asked to do.</summary>
internal static class ProgramCommands
{
    public static RootCommand Create() =>
        new("FitGlue moves workouts from where they were recorded to where they are wanted: source → boosters → targets.")
        {
            ServeCommand.Create(),
            DemoCommand.Create(),
            SimulatorCommand.Create(),
            UserCommand.Create(),
            TokenCommand.Create(),
            BackfillCommand.Create(),
            ImportCommand.Create(),
            DryRunCommand.Create(),
            ReplayCommand.Create(),
            DoctorCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
        };
}
