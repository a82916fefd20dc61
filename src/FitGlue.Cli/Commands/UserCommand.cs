using System.CommandLine;
using FitGlue.Server.Accounts;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue user add</c>.</summary>
internal static class UserCommand
{
    public static Command Create() => new("user", "Who may sign in.") { CreateAdd() };

    private static Command CreateAdd()
    {
        var email = new Argument<string>("email");
        var fromStdin = new Option<bool>("--password-stdin") { Description = "Read the password from standard input." };
        var add = new Command("add", "Add a user.") { email, fromStdin, DataDirectoryOption.Option };
        add.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(async () =>
                {
                    var password = parsed.GetValue(fromStdin) ? await Console.In.ReadLineAsync(cancellationToken) : Prompt();
                    var faults = await UserCommands.RunAsync(
                        DataDirectoryOption.Of(parsed),
                        users => users.AddAsync(parsed.GetValue(email)!, password ?? ""),
                        cancellationToken
                    );
                    return faults.Count == 0
                        ? ExitCode.Ok
                        : throw new CommandException(string.Join(Environment.NewLine, faults), ExitCode.Usage);
                })
        );
        return add;
    }

    private static string Prompt()
    {
        Console.Error.Write("Password: ");
        var password = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            _ = key.Key is ConsoleKey.Backspace ? password.Length = Math.Max(0, password.Length - 1) : password.Append(key.KeyChar).Length;
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
