using FitGlue.Simulator;

namespace Backfill;

/// <summary>A simulated cloud in which somebody has worn the ring for five years.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    public const string ClientId = "benchmark";
    public const string ClientSecret = "benchmark-secret";
    private const string Person = "demo";
    private const int Days = 1826;

    /// <summary>The same workouts are taken out at every run.</summary>
    private const int Seed = 1;

    private readonly OuraSimulator _simulator;

    private Cloud(OuraSimulator simulator, int serverPort) => (_simulator, ServerPort) = (simulator, serverPort);

    /// <summary>The address that the application is registered with.</summary>
    public int ServerPort { get; }

    public IReadOnlyList<Workout> Workouts => _simulator.Control.Workouts(Person);

    public IReadOnlyList<ReceivedRequest> Requests => _simulator.Control.Requests;

    public void ResetRequests() => _simulator.Control.ResetRequests();

    /// <param name="workouts">As many as are left of what the ring detected: the rest was deleted by the person.</param>
    public static async Task<Cloud> StartAsync(int workouts, CancellationToken cancellationToken)
    {
        var port = Server.FreePort();
        var simulator = await OuraSimulator.StartAsync(
            new()
            {
                DaysOfHistory = Days,
                Knobs = new() { SkipConsent = true },
                Apps =
                [
                    new()
                    {
                        ClientId = ClientId,
                        ClientSecret = ClientSecret,
                        RedirectUris = [$"http://localhost:{port}/connections/oura/callback"],
                    },
                ],
            },
            cancellationToken
        );
        var all = simulator.Control.Workouts(Person).Select(workout => workout.Id).ToArray();
        new Random(Seed).Shuffle(all);
        foreach (var id in all.Skip(workouts))
        {
            simulator.Control.DeleteWorkout(id, notify: false);
        }

        return new(simulator, port);
    }

    /// <summary>The settings that lead a server here.</summary>
    public IEnumerable<(string Key, string Value)> Settings =>
        [
            ("Oura__ClientId", ClientId),
            ("Oura__ClientSecret", ClientSecret),
            ("Oura__AuthorizeUrl", _simulator.AuthorizeUrl(Portal.Moi)),
            ("Oura__TokenUrl", _simulator.TokenUrl(Portal.Moi)),
            ("Oura__RevokeUrl", _simulator.RevokeUrl(Portal.Moi)),
            ("Oura__ApiBaseUrl", _simulator.BaseUrl),
            // What is older comes by the backfill that is measured.
            ("Oura__ImportDays", "1"),
        ];

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();
}
