using FitGlue.Engine.Backup;
using FitGlue.Engine.Storage;
using FitGlue.Server.Hosting;
using Microsoft.Extensions.Options;

namespace FitGlue.Cli;

/// <summary>What the program's exit says. Scripts rely on these.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int Configuration = 3;
    public const int NeedsSignIn = 4;
    public const int Unavailable = 5;
    public const int Partly = 6;
    public const int Integrity = 7;

    /// <summary>Runs a command; a fault is told on stderr, with cause and next step where we know them.</summary>
    public static async Task<int> OfAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception exception) when (exception is DataDirectoryException or ConfigurationException)
        {
            return await TellAsync(exception.Message, Configuration);
        }
        catch (Exception exception) when (exception is SchemaTooNewException or RestoreRefusedException)
        {
            return await TellAsync(exception.Message, Configuration);
        }
        catch (IntegrityException exception)
        {
            return await TellAsync(exception.Message, Integrity);
        }
        catch (OptionsValidationException exception)
        {
            return await TellAsync(string.Join(Environment.NewLine, exception.Failures), Configuration);
        }
        catch (CommandException exception)
        {
            return await TellAsync(exception.Message, exception.Code);
        }
        catch (OperationCanceledException)
        {
            return Ok;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await TellAsync($"A file or folder cannot be used: {exception.Message}", Configuration);
        }
        catch (Exception exception)
        {
            return await TellAsync($"Unexpected, and not your fault: {exception}", Unexpected);
        }
    }

    private static async Task<int> TellAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync(message);
        return code;
    }
}

/// <summary>A command cannot do what was asked; the message is for the person who asked.</summary>
internal sealed class CommandException(string message, int code) : Exception(message)
{
    public int Code { get; } = code;
}
