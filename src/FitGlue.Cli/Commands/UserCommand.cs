using System.CommandLine;
using FitGlue.Core;
using FitGlue.Server.Accounts;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue user add</c> and <c>fitglue user tier</c>.</summary>
internal static class UserCommand
{
    public static Command Create() => new("user", "Who may sign in.") { CreateAdd(), CreateTier() };

    private static Command CreateAdd()
    {
        var email = new Argument<string>("email");
        var fromStdin = new Option<bool>("--password-stdin") { Description = "Read the password from standard input." };
        var tier = new Option<Tier?>("--tier") { Description = "The tier of the user; it acts only where tiers are enabled." };
        var add = new Command("add", "Add a user.") { email, fromStdin, tier, DataDirectoryOption.Option };
        add.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(async () =>
                {
                    var password = parsed.GetValue(fromStdin) ? await Console.In.ReadLineAsync(cancellationToken) : Prompt();
                    var faults = await UserCommands.RunAsync(
                        DataDirectoryOption.Of(parsed),
                        users => users.AddAsync(parsed.GetValue(email)!, password ?? "", parsed.GetValue(tier), cancellationToken),
                        cancellationToken
                    );
                    return faults.Count == 0
                        ? ExitCode.Ok
                        : throw new CommandException(string.Join(Environment.NewLine, faults), ExitCode.Usage);
                })
        );
        return add;
    }

    private static Command CreateTier()
    {
        var email = new Argument<string>("email");
        var tier = new Argument<Tier>("tier") { Description = string.Join(" or ", Enum.GetNames<Tier>()).ToLowerInvariant() };
        var set = new Command("tier", "Give a user a tier. What was blocked for want of it goes on.")
        {
            email,
            tier,
            DataDirectoryOption.Option,
        };
        set.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(async () =>
                {
                    var whom = parsed.GetValue(email)!;
                    var found = await UserCommands.RunAsync(
                        DataDirectoryOption.Of(parsed),
                        users => users.SetTierAsync(whom, parsed.GetValue(tier), cancellationToken),
                        cancellationToken
                    );
                    return found
                        ? ExitCode.Ok
                        : throw new CommandException($"There is no user {whom}. Add one with: fitglue user add {whom}", ExitCode.Usage);
                })
        );
        return set;
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
