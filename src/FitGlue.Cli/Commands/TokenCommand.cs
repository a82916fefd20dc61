using System.CommandLine;
using FitGlue.Server.Accounts;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue token create</c>: prints the token alone.</summary>
internal static class TokenCommand
{
    public static Command Create() => new("token", "Keys for programs that use the API.") { CreateCreate() };

    private static Command CreateCreate()
    {
        var user = new Option<string>("--user") { Description = "The user's email.", Required = true };
        var name = new Option<string>("--name") { Description = "What it is for.", Required = true };
        var create = new Command("create", "Make a token. It is shown this once.") { user, name, DataDirectoryOption.Option };
        create.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(async () =>
                {
                    var email = parsed.GetValue(user)!;
                    var token = await UserCommands.RunAsync(
                        DataDirectoryOption.Of(parsed),
                        users => users.CreateTokenAsync(email, parsed.GetValue(name)!, cancellationToken),
                        cancellationToken
                    );
                    await Console.Out.WriteLineAsync(
                        token
                            ?? throw new CommandException(
                                $"There is no user {email}. Add one with: fitglue user add {email}",
                                ExitCode.Usage
                            )
                    );
                    return ExitCode.Ok;
                })
        );
        return create;
    }
}
