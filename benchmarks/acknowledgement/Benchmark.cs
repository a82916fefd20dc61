using System.Diagnostics;
using System.Globalization;

namespace Acknowledgement;

/// <summary>All three in turn, several times, on the same disk; then the shipped server once more until it is killed.</summary>
internal sealed class Benchmark(string program, string fastify, string folder, int rounds, TimeSpan duration)
{
    private const double LeastOverFastify = 4;
    private const double LeastOfFloor = 0.18;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);

    /// <returns>Whether nothing that was acknowledged is missing.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        (string Name, Func<int, ProcessStartInfo> Command)[] contenders =
        [
            ("fitglue, SQLite FULL", Fitglue),
            ("Fastify + better-sqlite3, FULL", Fastify),
            ("Kestrel, nothing kept", Floor),
        ];
        var measured = contenders.ToDictionary(contender => contender.Name, _ => new List<Measured>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, command) in contenders)
            {
                using var contender = await Contender.StartAsync(command, cancellationToken);
                await Load.RunAsync(contender.Port, WarmUp, cancellationToken);
                measured[name].Add(await Load.RunAsync(contender.Port, duration, cancellationToken));
                Console.Error.WriteLine($"round {round + 1}: {name}: {measured[name][^1].PerSecond:F0}/s");
            }
        }

        Print(contenders.Select(contender => (contender.Name, Median(measured[contender.Name]))).ToArray());
        return await SurvivesKillAsync(cancellationToken);
    }

    private static void Print((string Name, Measured Median)[] rows)
    {
        Console.WriteLine("| 64 connections | events/s | p50 ms | p99 ms | refused |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (name, median) in rows)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {median.PerSecond:F0} | {median.MedianMilliseconds:F1} | {median.P99Milliseconds:F1} | {median.Refused} |"
                )
            );
        }

        var (overFastify, ofFloor) = (
            rows[0].Median.PerSecond / rows[1].Median.PerSecond,
            rows[0].Median.PerSecond / rows[2].Median.PerSecond
        );
        Console.WriteLine();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{overFastify:F1} × Fastify (bar {LeastOverFastify}: {Met(overFastify >= LeastOverFastify)}), "
                    + $"{ofFloor:F2} × nothing kept (bar {LeastOfFloor}: {Met(ofFloor >= LeastOfFloor)})"
            )
        );
    }

    private async Task<bool> SurvivesKillAsync(CancellationToken cancellationToken)
    {
        var (data, list) = (Fresh(), Path.Combine(Fresh(), "acknowledged"));
        using var contender = await Contender.StartAsync(port => Serve(port, data), cancellationToken);
        var load = Load.RunUntilGoneAsync(contender.Port, cancellationToken);
        await Task.Delay(duration, TimeProvider.System, cancellationToken);
        contender.Kill();
        await File.WriteAllLinesAsync(list, await load, cancellationToken);

        var counts = (await OutputAsync("node", [Path.Combine(fastify, "missing.js"), Path.Combine(data, "fitglue.db"), list])).Split(' ');
        Console.WriteLine($"kill -9 under load: {counts[0]} acknowledged, {counts[1]} of them missing, {counts[2].Trim()} kept");
        return counts[1] == "0" && counts[0] != "0";
    }

    private ProcessStartInfo Fitglue(int port) => Serve(port, Fresh());

    private ProcessStartInfo Serve(int port, string data) =>
        new(program, ["serve"])
        {
            Environment =
            {
                ["FitGlue__DataDirectory"] = data,
                ["FitGlue__Listen"] = $"http://127.0.0.1:{port}",
                ["Oura__ClientId"] = "benchmark",
                ["Oura__ClientSecret"] = SignedEvents.ClientSecret,
            },
        };

    private ProcessStartInfo Fastify(int port) =>
        new(
            "node",
            [
                Path.Combine(fastify, "server.js"),
                port.ToString(CultureInfo.InvariantCulture),
                Path.Combine(Fresh(), "inbox.db"),
                SignedEvents.ClientSecret,
            ]
        );

    private static ProcessStartInfo Floor(int port) =>
        new(Environment.ProcessPath ?? "dotnet", ["floor", port.ToString(CultureInfo.InvariantCulture)]);

    private string Fresh() => Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;

    private static Measured Median(List<Measured> all) => all.OrderBy(one => one.PerSecond).ElementAt(all.Count / 2);

    private static string Met(bool met) => met ? "met" : "MISSED";

    private static async Task<string> OutputAsync(string file, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        return await process.StandardOutput.ReadToEndAsync();
    }
}
