using System.Text.Json.Nodes;
using FitGlue.Server.Accounts;

namespace FitGlue.Cli.Demo;

/// <summary>The demo from start to end: two child processes, a user, the sign-in, the import, then workouts.</summary>
internal sealed class DemoRun(string folder, string files, DemoState state, TimeProvider time, TextWriter output)
{
    private const string Source = "oura";
    private const string ClientId = "fitglue-demo";
    private const int ImportDays = 90;

    /// <summary>How much faster the simulated cloud sends its webhooks: one second after a sync instead of thirty.</summary>
    private const int TimeFactor = 30;

    private static readonly TimeSpan BetweenWorkouts = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly (string Activity, int Minutes)[] Workouts =
    [
        ("running", 32),
        ("walking", 18),
        ("strengthTraining", 41),
        ("cycling", 55),
        ("yoga", 25),
        ("walking", 12),
    ];

    private readonly Uri _server = new($"http://localhost:{state.ServerPort}");
    private readonly Uri _simulator = new($"http://127.0.0.1:{state.SimulatorPort}");

    public async Task RunAsync(bool once, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(files);
        await using var simulator = StartSimulator();
        await output.WriteLineAsync($"Oura simulator: process {simulator.Id}, {await simulator.FirstLineAsync(cancellationToken)}");
        await using var server = new SupervisedServer(StartServer, time, output);
        using var api = new DemoApi(_server, _simulator);
        await server.StartAsync(api, cancellationToken);
        await PrepareUserAsync(api, cancellationToken);
        await output.WriteLineAsync($"Open {_server} and sign in as {state.Email} with the password {state.Password}");
        await output.WriteLineAsync($"FIT files are written to {files}");
        await output.WriteLineAsync();

        if (await ConnectAsync(api, cancellationToken))
        {
            await new DemoProgress(api, time, output).ShowImportAsync(cancellationToken);
        }

        var round = 0;
        do
        {
            await LetArriveAsync(api, Workouts[round++ % Workouts.Length], cancellationToken);
            if (!once)
            {
                await output.WriteLineAsync("The next workout comes in a minute. Ctrl+C stops the demo.");
                await Task.Delay(BetweenWorkouts, time, cancellationToken);
            }
        } while (!once);
    }

    private Child StartSimulator() =>
        Child.Start([
            "simulator",
            Source,
            "--port",
            $"{state.SimulatorPort}",
            "--data",
            Path.Combine(folder, "simulator"),
            "--client-id",
            ClientId,
            "--client-secret",
            state.ClientSecret,
            "--redirect-uri",
            new Uri(_server, $"/connections/{Source}/callback").AbsoluteUri,
            "--time-factor",
            $"{TimeFactor}",
        ]);

    private Child StartServer() =>
        Child.Start(
            ["serve"],
            new Dictionary<string, string>
            {
                ["FitGlue__DataDirectory"] = ServerData,
                ["FitGlue__Listen"] = $"http://127.0.0.1:{state.ServerPort}",
                ["FitGlue__PublicUrl"] = _server.AbsoluteUri,
                ["Oura__ClientId"] = ClientId,
                ["Oura__ClientSecret"] = state.ClientSecret,
                ["Oura__Portal"] = "moi",
                ["Oura__AuthorizeUrl"] = new Uri(_simulator, "/oauth/v2/ext/oauth-authorize").AbsoluteUri,
                ["Oura__TokenUrl"] = new Uri(_simulator, "/oauth/v2/ext/oauth-token").AbsoluteUri,
                ["Oura__RevokeUrl"] = new Uri(_simulator, "/oauth/v2/ext/oauth-revoke").AbsoluteUri,
                ["Oura__ApiBaseUrl"] = _simulator.AbsoluteUri,
                ["Oura__ImportDays"] = $"{ImportDays}",
                ["Targets__Files__Folder"] = files,
            }
        );

    private string ServerData => Path.Combine(folder, "server");

    private async Task PrepareUserAsync(DemoApi api, CancellationToken cancellationToken)
    {
        api.Token = await UserCommands.RunAsync(
            ServerData,
            async users =>
                await users.CreateTokenAsync(state.Email, "demo", cancellationToken) ?? await AddUserAsync(users, cancellationToken),
            cancellationToken
        );
    }

    private async Task<string?> AddUserAsync(UserCommands users, CancellationToken cancellationToken)
    {
        var faults = await users.AddAsync(state.Email, state.Password);
        return faults.Count == 0
            ? await users.CreateTokenAsync(state.Email, "demo", cancellationToken)
            : throw new CommandException(string.Join(Environment.NewLine, faults), ExitCode.Unexpected);
    }

    // The pipeline is made first, and delivers what is imported: a real first import is quiet.
    /// <returns>False: an earlier start has done it.</returns>
    private async Task<bool> ConnectAsync(DemoApi api, CancellationToken cancellationToken)
    {
        var known = await api.TryGetAsync("/api/v1/connections", cancellationToken);
        if (known?["items"] is JsonArray { Count: > 0 })
        {
            await output.WriteLineAsync("Connected already: going on with the data of the last start.");
            await output.WriteLineAsync();
            return false;
        }

        await api.PostAsync(
            "/api/v1/pipelines",
            new
            {
                name = "Oura to FIT files and public pages",
                source = Source,
                boosters = new[] { new { type = "heart-rate-summary" } },
                targets = new[] { new { type = "files" }, new { type = "showcase" } },
                deliverFrom = time.GetUtcNow().AddDays(-ImportDays - 2),
            },
            cancellationToken
        );
        await api.ConnectAsync(Source, cancellationToken);
        await output.WriteLineAsync("Signed in at the simulated Oura and granted access to workouts and heart rate.");
        return true;
    }

    private async Task LetArriveAsync(DemoApi api, (string Activity, int Minutes) workout, CancellationToken cancellationToken)
    {
        var start = await FreeTimeAsync(api, workout.Minutes, cancellationToken);
        var id = await api.AddWorkoutAsync(
            new
            {
                activity = workout.Activity,
                minutes = workout.Minutes,
                start,
            },
            cancellationToken
        );
        await output.WriteLineAsync(
            $"The ring has seen a new workout: {workout.Activity}, {workout.Minutes} min. Oura will announce it by webhook."
        );
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await new DemoProgress(api, time, output).ShowArrivalAsync(id, files, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(
                $"The workout {id} did not become a file within {Patience.TotalMinutes:0} minutes. Its runs are on {_server}activities.",
                ExitCode.Unavailable
            );
        }
    }

    // Nobody does two workouts at once: the newest time today that no other workout is near, in the person's own offset.
    private async Task<DateTimeOffset?> FreeTimeAsync(DemoApi api, int minutes, CancellationToken cancellationToken)
    {
        var list = await api.TryGetAsync("/api/v1/activities?limit=200", cancellationToken);
        var known = (list?["items"]?.AsArray() ?? [])
            .Select(activity =>
                (Start: activity!["startTime"]!.GetValue<DateTimeOffset>(), End: activity["endTime"]!.GetValue<DateTimeOffset>())
            )
            .ToList();
        if (known.Count == 0)
        {
            return null;
        }

        var now = time.GetUtcNow().ToOffset(known[0].Start.Offset);
        var end = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        while (known.Any(other => other.Start < end + Apart && end.AddMinutes(-minutes) - Apart < other.End))
        {
            end -= Apart;
        }

        return end.AddMinutes(-minutes);
    }
}
