using System.Diagnostics;
using FitGlue.Engine;
using Xunit;

namespace FitGlue.Scenarios;

/// <summary>The shipped program as a command, which may be told to end at a fail point.</summary>
internal static class FitGlueCommand
{
    /// <summary>128 and SIGKILL.</summary>
    public const int Killed = 137;

    /// <summary>Makes a user, and with it a database where there is none.</summary>
    public static Task<int> AddUserAsync(string data, string? failPoint) =>
        RunAsync(failPoint, "user", "add", "someone@example.org", "--password-stdin", "--data", data);

    /// <returns>0, or that it was killed; anything else is a fault of the test.</returns>
    public static async Task<int> RunAsync(string? failPoint, params string[] arguments)
    {
        var (code, _, said) = await TellAsync(failPoint, arguments);
        return code is 0 or Killed ? code : throw new InvalidOperationException($"{string.Join(' ', arguments)}: {code} {said}");
    }

    /// <summary>Whatever it ends with, with what it wrote.</summary>
    public static async Task<(int Code, string Output, string Errors)> TellAsync(string? failPoint, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ServerProcess.Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[FailPoint.Variable] = failPoint;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteLineAsync("correct horse battery");
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
