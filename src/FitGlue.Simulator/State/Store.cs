using System.Text.Json;

namespace FitGlue.Simulator.State;

/// <summary>Guards the state and writes it after every change: beside the old file first, then over it, so that a kill leaves one whole file.</summary>
internal sealed class Store
{
    private readonly Lock _gate = new();
    private readonly string? _file;
    private readonly SimulatorState _state;

    private Store(string? file, SimulatorState state)
    {
        _file = file;
        _state = state;
    }

    /// <summary>Grows with every change; what was computed from an older state is computed again.</summary>
    public long Version { get; private set; }

    public static Store Open(OuraSimulatorOptions options)
    {
        var file = options.DataDirectory is { } folder ? Path.Combine(Directory.CreateDirectory(folder).FullName, "oura.json") : null;
        var state =
            file is not null && File.Exists(file)
                ? JsonSerializer.Deserialize<SimulatorState>(File.ReadAllText(file), Wire.Options)
                    ?? throw new InvalidDataException($"{file} holds no state.")
                : Fresh(options);
        var store = new Store(file, state);
        store.Change(s =>
        {
            foreach (var app in options.Apps)
            {
                s.Apps[app.ClientId] = app;
            }
        });
        return store;
    }

    public T Read<T>(Func<SimulatorState, T> read)
    {
        lock (_gate)
        {
            return read(_state);
        }
    }

    public T Change<T>(Func<SimulatorState, T> change)
    {
        lock (_gate)
        {
            var result = change(_state);
            Version++;
            Save();
            return result;
        }
    }

    public void Change(Action<SimulatorState> change) =>
        Change(state =>
        {
            change(state);
            return true;
        });

    private void Save()
    {
        if (_file is null)
        {
            return;
        }

        var draft = _file + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(_state, Wire.Options));
        File.Move(draft, _file, overwrite: true);
    }

    private static SimulatorState Fresh(OuraSimulatorOptions options)
    {
        var now = options.TimeProvider.GetUtcNow();
        var people = Townsfolk.Of(options.Seed, now);
        return new SimulatorState
        {
            Seed = options.Seed,
            StartedAt = now,
            FirstDay = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-options.DaysOfHistory),
            Knobs = options.Knobs,
            People = people.ToDictionary(p => p.Name),
        };
    }
}
