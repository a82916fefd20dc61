using System.Diagnostics;
using Xunit;

namespace FitGlue.Testing;

/// <summary>Somebody else's program that reads what we wrote. Missing ones are a failure in CI and a skip elsewhere.</summary>
public static class Oracle
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "oracles");

    /// <summary>Runs a script of <c>tests/oracles</c> with node and returns what it printed.</summary>
    public static string Node(string script, params string[] arguments)
    {
        Require(Directory.Exists(Path.Combine(Folder, "node_modules")), "The oracles are not installed: run 'npm ci' in tests/oracles.");
        return Run("node", [Path.Combine(Folder, script), .. arguments]);
    }

    /// <summary>Runs a program and returns its standard output; a non-zero exit fails the test with its error output.</summary>
    public static string Run(string program, params string[] arguments)
    {
        Require(IsOnPath(program), $"'{program}' is not installed.");
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors.Result}{output}");
        return output;
    }

    /// <summary>Fails in CI and skips elsewhere where something is missing.</summary>
    public static void Require(bool present, string message)
    {
        if (present)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(message);
        }

        Assert.Skip(message);
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
