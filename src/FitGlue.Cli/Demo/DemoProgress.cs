using System.Text.Json.Nodes;

namespace FitGlue.Cli.Demo;

/// <summary>Tells what happens while it happens.</summary>
internal sealed class DemoProgress(DemoApi api, TimeProvider time, TextWriter output)
{
    private const int BarWidth = 30;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(150);

    /// <summary>Returns when every listed workout is here and delivered.</summary>
    public async Task ShowImportAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var shown = -1;
        while (true)
        {
            var import = (await api.TryGetAsync("/api/v1/connections", cancellationToken))?["items"]?[0]?["import"];
            if (import is not null && !import["listing"]!.GetValue<bool>())
            {
                var (done, waiting) = (import["done"]!.GetValue<int>(), import["waiting"]!.GetValue<int>());
                if (IsWorthALine(done, shown, done + waiting))
                {
                    await ShowBarAsync("Importing", done, done + waiting);
                    shown = done;
                }

                if (waiting == 0)
                {
                    break;
                }
            }

            await Task.Delay(Poll, time, cancellationToken);
        }

        await WaitForDeliveriesAsync(cancellationToken);
        await EndBarAsync();
        await output.WriteLineAsync($"Imported and delivered {shown} workouts in {time.GetElapsedTime(began).TotalSeconds:0.0} s.");
        await output.WriteLineAsync();
    }

    /// <summary>Returns when the workout's file is there; prints its path and its timeline.</summary>
    public async Task ShowArrivalAsync(string externalId, string files, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await FindAsync(externalId, cancellationToken) is { } activity && await RunOfAsync(activity, cancellationToken) is { } run)
            {
                var delivery = run["deliveries"]!.AsArray().FirstOrDefault(delivery => delivery!["target"]!.GetValue<string>() == "files");
                if (delivery?["state"]?.GetValue<string>() == "done" && delivery["externalId"] is { } path)
                {
                    await TellAsync(activity, run, Path.Combine(files, path.GetValue<string>()), time.GetElapsedTime(began));
                    return;
                }
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private async Task TellAsync(JsonNode activity, JsonNode run, string path, TimeSpan elapsed)
    {
        await output.WriteLineAsync($"{activity["title"]} arrived {elapsed.TotalSeconds:0.0} s after the ring had seen it:");
        await output.WriteLineAsync($"  {path}");
        foreach (var entry in run["timeline"]!.AsArray())
        {
            var at = entry!["at"]!.GetValue<DateTimeOffset>().ToLocalTime();
            await output.WriteLineAsync($"  {at:HH:mm:ss.fff}  {entry["what"]}");
        }

        await output.WriteLineAsync();
    }

    private async Task<JsonNode?> FindAsync(string externalId, CancellationToken cancellationToken)
    {
        var list = await api.TryGetAsync("/api/v1/activities?limit=20", cancellationToken);
        return list?["items"]?.AsArray().FirstOrDefault(item => item!["externalId"]!.GetValue<string>() == externalId);
    }

    private async Task<JsonNode?> RunOfAsync(JsonNode activity, CancellationToken cancellationToken)
    {
        var runs = await api.TryGetAsync($"/api/v1/runs?activityId={activity["id"]}&limit=1", cancellationToken);
        return runs?["items"]?.AsArray() is [var run, ..] ? run : null;
    }

    private async Task WaitForDeliveriesAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var runs = (await api.TryGetAsync("/api/v1/runs?limit=200", cancellationToken))?["items"]?.AsArray();
            if (runs is not null && runs.All(run => run!["state"]!.GetValue<string>() is not ("waiting" or "running" or "delivering")))
            {
                return;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    // A bar where somebody watches; a line for each tenth where the output is kept.
    private static bool IsWorthALine(int done, int shown, int total) =>
        done != shown && (!Console.IsOutputRedirected || shown < 0 || done == total || done * 10 / total != shown * 10 / total);

    private async Task ShowBarAsync(string what, int done, int total)
    {
        var filled = total == 0 ? BarWidth : done * BarWidth / total;
        var percent = total == 0 ? 100 : done * 100 / total;
        var bar = $"{what} {new string('█', filled)}{new string('░', BarWidth - filled)} {percent, 3} % {done}/{total}";
        await (Console.IsOutputRedirected ? output.WriteLineAsync(bar) : output.WriteAsync($"\r{bar}"));
    }

    private Task EndBarAsync() => Console.IsOutputRedirected ? Task.CompletedTask : output.WriteLineAsync();
}
