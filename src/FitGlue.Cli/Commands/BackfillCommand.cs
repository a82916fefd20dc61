using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FitGlue.Server.Backfills;

namespace FitGlue.Cli.Commands;

/// <summary><c>fitglue backfill</c>: asks the running server for history and tells how it goes.</summary>
internal static class BackfillCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Whoever sits before it need not wait that long: the server goes on by itself.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var from = new Option<DateOnly>("--from") { Description = "First day, such as 2021-01-31.", Required = true };
        var to = new Option<DateOnly?>("--to") { Description = "Last day; default: today." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count: how many workouts, how many requests, how long." };
        var deliver = new Option<Guid[]>("--deliver")
        {
            Description = "Ids of targets of your pipelines that get them too; default: nothing is delivered.",
            AllowMultipleArgumentsPerToken = true,
        };
        var user = new Option<string?>("--user") { Description = "Whose, by email; not needed where there is one user." };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON." };
        var command = new Command("backfill", "Fetch older workouts, through the running server. Ctrl+C leaves it to the server.")
        {
            from,
            to,
            dryRun,
            deliver,
            user,
            json,
            DataDirectoryOption.Option,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                ExitCode.OfAsync(async () =>
                {
                    using var server = new LocalServer(DataDirectoryOption.Of(parsed));
                    var request = new BackfillRequest(
                        null,
                        parsed.GetValue(from),
                        parsed.GetValue(to),
                        parsed.GetValue(dryRun),
                        parsed.GetValue(deliver) ?? []
                    );
                    var query = parsed.GetValue(user) is { } email ? $"?user={Uri.EscapeDataString(email)}" : "";
                    var begun = await server.PostAsync<BackfillModel>($"/local/backfills{query}", request, cancellationToken);
                    var ended = await FollowAsync(server, begun, query, cancellationToken);
                    await Console.Out.WriteLineAsync(
                        parsed.GetValue(json) ? JsonSerializer.Serialize(ended, LocalServer.Json) : BackfillText.Of(ended)
                    );
                    return CodeOf(ended);
                })
        );
        return command;
    }

    private static async Task<BackfillModel> FollowAsync(
        LocalServer server,
        BackfillModel backfill,
        string query,
        CancellationToken cancellationToken
    )
    {
        var told = "";
        while (!IsOver(backfill))
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{backfill.Progress:P0}: {BackfillText.Of(backfill)}");
            if (line != told)
            {
                await Console.Error.WriteLineAsync(line);
                told = line;
            }

            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
            backfill = await server.GetAsync<BackfillModel>($"/local/backfills/{backfill.Id}{query}", cancellationToken);
        }

        return backfill;
    }

    private static bool IsOver(BackfillModel backfill) =>
        backfill.IsOver
        || backfill.State is BackfillState.NeedsYou or BackfillState.Paused
        || backfill.NextAttemptAt - TimeProvider.System.GetUtcNow() > LongestWait;

    /// <summary>Partly done: some could not be read, or it was paused or ended before its end.</summary>
    internal static int CodeOf(BackfillModel backfill) =>
        backfill.State switch
        {
            BackfillState.NeedsYou => ExitCode.NeedsSignIn,
            BackfillState.Retrying => ExitCode.Unavailable,
            BackfillState.Done when backfill.Failed == 0 => ExitCode.Ok,
            _ => ExitCode.Partly,
        };
}
