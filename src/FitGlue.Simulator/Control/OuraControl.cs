using FitGlue.Simulator.Collections;
using FitGlue.Simulator.Faults;
using FitGlue.Simulator.OAuth;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;
using FitGlue.Simulator.Webhooks;

namespace FitGlue.Simulator;

/// <summary>The hand that moves the simulated cloud: people, apps and knobs here, the rest in the other parts of this class.</summary>
public sealed partial class OuraControl
{
    private readonly Store _store;
    private readonly World _world;
    private readonly Tokens _tokens;
    private readonly Courier _courier;
    private readonly Mischief _mischief;
    private readonly FaultRules _faults;
    private readonly Hidden _hidden;
    private readonly RequestLog _log;
    private readonly TimeProvider _time;

    internal OuraControl(
        Store store,
        World world,
        Tokens tokens,
        Courier courier,
        Mischief mischief,
        FaultRules faults,
        Hidden hidden,
        RequestLog log,
        TimeProvider time
    )
    {
        _store = store;
        _world = world;
        _tokens = tokens;
        _courier = courier;
        _mischief = mischief;
        _faults = faults;
        _hidden = hidden;
        _log = log;
        _time = time;
    }

    public IReadOnlyList<Person> People => _store.Read(s => s.People.Values.ToArray());

    public IReadOnlyList<SimulatedApp> Apps => _store.Read(s => s.Apps.Values.ToArray());

    public Knobs Knobs => _store.Read(s => s.Knobs);

    /// <exception cref="KeyNotFoundException">There is nobody of that name.</exception>
    public Person Person(string name) =>
        _store.Read(s => s.People.GetValueOrDefault(name)) ?? throw new KeyNotFoundException($"There is nobody called {name}.");

    /// <summary>Adds a person, or changes the one of that name.</summary>
    public void PutPerson(Person person) => _store.Change(s => s.People[person.Name] = person);

    /// <summary>Adds a person who lives the days that follow from the seed and this name.</summary>
    public Person AddPerson(string name)
    {
        var now = _time.GetUtcNow();
        return _store.Change(s =>
            s.People[name] = new Person
            {
                Name = name,
                UserId = Townsfolk.UserId(s.Seed, name),
                Email = $"{name}@ring.example",
                SyncedUntil = now.AddHours(-2),
                OpenedUntil = now.AddHours(-2),
            }
        );
    }

    /// <summary>Changes a person, for instance <c>p => p with { MembershipActive = false }</c>.</summary>
    public Person ChangePerson(string name, Func<Person, Person> change)
    {
        var person = change(Person(name));
        PutPerson(person);
        return person;
    }

    public void PutApp(SimulatedApp app) => _store.Change(s => s.Apps[app.ClientId] = app);

    /// <summary>Turns knobs, for instance <c>k => k with { MissingScopeStatus = 403 }</c>.</summary>
    public Knobs Turn(Func<Knobs, Knobs> turn) => _store.Change(s => s.Knobs = turn(s.Knobs));
}
