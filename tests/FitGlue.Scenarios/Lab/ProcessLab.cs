using FitGlue.Simulator;
using FitGlue.Testing;
using FitGlue.Testing.Lab;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace FitGlue.Scenarios.Lab;

/// <summary>A simulated cloud, a data directory that lives through many deaths of its server, and a person who uses it.</summary>
internal sealed class ProcessLab(int seed, int port, OuraSimulator cloud) : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Random _draw = new(seed);
    private readonly List<string> _living = [];
    private LabPerson? _person;
    private SyncOracle? _oracle;

    public OuraSimulator Cloud => cloud;

    private LabPerson Person => _person ?? throw new InvalidOperationException("Nobody has signed in yet.");

    private SyncOracle Oracle => _oracle ?? throw new InvalidOperationException("Nobody is connected yet.");

    private string Data => _folder.Combine("data");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Somebody who is connected, with an import that is over and a server that was stopped.</summary>
    public static async Task<ProcessLab> StartAsync(int seed)
    {
        var port = TestSystem.FreePort();
        var lab = new ProcessLab(seed, port, await OuraSimulator.StartAsync(CloudFor(port), Cancellation));
        using var server = lab.Serve();
        await lab.ConnectAsync(server);
        await server.KillAsync(Cancellation);

        // Connected long ago: the workouts of the last days are news to come, not history.
        lab.Execute($"UPDATE connections SET CreatedAt = {TimeProvider.System.GetUtcNow().AddDays(-30).UtcTicks}");
        return lab;
    }

    public LabServer Serve(string? failPoint = null, int? fsync = null) => LabServer.Start(_folder.Path, port, Cloud, failPoint, fsync);

    /// <summary>Waits until it is ready; false: it died before.</summary>
    public async Task<bool> IsReadyAsync(LabServer server)
    {
        await Patience.UntilAsync(async () => server.HasExited || await Person.IsServedAsync(), "the server is ready", server);
        return !server.HasExited;
    }

    /// <summary>While no server runs: makes due what comes once in hours, where a point lies on its way.</summary>
    public void Prepare(string? point)
    {
        var statement = point?.Split('.')[0] switch
        {
            "subscription" => "UPDATE subscriptions SET NextCheckAt = 0",
            "athlete" => "UPDATE schedule SET NextAttemptAt = 0 WHERE Kind = 'Athlete'",
            "days" => "UPDATE schedule SET NextAttemptAt = 0 WHERE Kind = 'Days'",
            _ => null,
        };
        if (statement is not null)
        {
            Execute(statement);
        }
    }

    /// <summary>A busy minute in the life of a person: everything that the way of a workout has, in an order that the seed draws.</summary>
    /// <param name="point">What is hoped to be hit, where it takes a special event.</param>
    public async Task LiveAsync(string? point)
    {
        // On a busy machine the first look comes late; heart rate that is there by then has nothing to settle.
        var delay = TimeSpan.FromSeconds(point?.StartsWith("settle", StringComparison.Ordinal) is true ? 12 : 3);
        _living.Add(Add("running", new()));
        _living.Add(Add("cycling", new() { HeartRateDelay = delay }));
        _living.Add(Add("walking", new() { Notify = false }));
        if (_living.Count > 4)
        {
            Cloud.Control.EditWorkout(
                _living[_draw.Next(_living.Count - 3)],
                new() { Calories = 50 + _draw.Next(500), Source = "confirmed" }
            );
        }

        if (_living.Count > 8)
        {
            var gone = _draw.Next(_living.Count - 3);
            Cloud.Control.DeleteWorkout(_living[gone]);
            _living.RemoveAt(gone);
        }

        if (point?.StartsWith("refresh", StringComparison.Ordinal) is true)
        {
            Cloud.Control.ExpireAccessTokens();
        }

        await Person.CheckAsync(mayDie: point is not null);
        if (point?.StartsWith("backfill", StringComparison.Ordinal) is true)
        {
            await Person.BackfillAsync(days: 9, mayDie: true);
        }
    }

    /// <summary>Looks until nothing is amiss any more, or for as long as it may take.</summary>
    public Task<Verdict> QuietAsync(LabServer server) =>
        Patience.LookAsync(
            async () =>
            {
                server.HasExited.ShouldBeFalse(server.Tail);
                await Person.ReconnectWhereAskedAsync();
                return await Oracle.LookAsync(Cancellation);
            },
            verdict => verdict.IsClean
        );

    /// <summary>Waits for the death that was ordered.</summary>
    /// <returns>False: it lives.</returns>
    public static async Task<bool> DiesAsync(LabServer server, TimeSpan within)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(within);
        try
        {
            await server.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _person?.Dispose();
        if (_oracle is not null)
        {
            await _oracle.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        await Cloud.DisposeAsync();
        _folder.Dispose();
    }

    private static OuraSimulatorOptions CloudFor(int port) =>
        new()
        {
            // Webhooks are tried again within seconds instead of minutes.
            Knobs = new Knobs
            {
                SkipConsent = true,
                WebhookDelay = TimeSpan.FromMilliseconds(20),
                WebhookRetrySpan = TimeSpan.FromSeconds(30),
            },
            Apps =
            [
                new()
                {
                    ClientId = TestSystem.ClientId,
                    ClientSecret = TestSystem.ClientSecret,
                    RedirectUris = [$"http://localhost:{port}/connections/oura/callback"],
                },
            ],
        };

    private void Execute(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "fitglue.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery().ShouldBe(1);
    }

    private async Task ConnectAsync(LabServer server)
    {
        var from = TimeProvider.System.GetUtcNow().AddDays(-6);
        _person = await LabPerson.SignInAsync(port, Data, server);
        await _person.WantFilesAsync(from);
        await _person.GrantAsync();
        _oracle = new(Data, _folder.Combine("files"), Cloud, TimeProvider.System) { ImportedFrom = from, DeliveredFrom = from };
        var verdict = await QuietAsync(server);
        verdict.IsClean.ShouldBeTrue($"the first import: {verdict}\n{server.Tail}");
    }

    // Nobody does two workouts at once: the newest time at which the person was free.
    private string Add(string activity, NewWorkout order)
    {
        var minutes = 15 + _draw.Next(20);
        var known = Cloud.Control.Workouts(order.Person);
        var now = TimeProvider.System.GetUtcNow();
        var end = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(-2);
        while (known.Any(workout => workout.Start < end.AddMinutes(15) && workout.End > end.AddMinutes(-minutes - 15)))
        {
            end = end.AddMinutes(-5);
        }

        return Cloud.Control.AddWorkout(order with { Activity = activity, Minutes = minutes, Start = end.AddMinutes(-minutes) }).Id;
    }
}
