using FitGlue.Simulator.Collections;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;
using FitGlue.Simulator.Webhooks;

namespace FitGlue.Simulator;

public sealed partial class OuraControl
{
    /// <summary>The sessions that the cloud lists for a person now, oldest first.</summary>
    public IReadOnlyList<Session> Sessions(string person) => _world.Sessions(Person(person));

    /// <summary>The heart rate of a session, item by item; null where nothing was measured.</summary>
    /// <exception cref="KeyNotFoundException">The cloud has no such session.</exception>
    public IReadOnlyList<(DateTimeOffset Time, double? Bpm)> SessionHeartRate(string id)
    {
        var (person, session) = FindSession(id);
        return [.. SessionDocuments.HeartRate(person, session).Select((bpm, i) => (session.Start.AddSeconds(i * 5), bpm))];
    }

    public Session AddSession(NewSession order)
    {
        var person = Person(order.Person);
        var serial = _store.Change(s => ++s.Serial);
        var start = order.Start ?? WholeMinute(Zones.Local(person, _time.GetUtcNow())).AddMinutes(-order.Minutes);
        var session = new Session
        {
            Id = Draw.Of($"{person.UserId}|{serial}|session added").Uuid(),
            Type = order.Type,
            Day = DateOnly.FromDateTime(start.DateTime),
            Start = start,
            End = start.AddMinutes(order.Minutes),
            IsMeasured = order.IsMeasured,
        };
        KeepSession(person, session, deleted: false);
        Tell(order.Notify, "create", session, person);
        return session;
    }

    /// <summary>The same session of another type or length.</summary>
    /// <exception cref="KeyNotFoundException">The cloud has no such session.</exception>
    public Session EditSession(string id, SessionEdit edit)
    {
        var (person, known) = FindSession(id);
        var changed = known with
        {
            Type = edit.Type ?? known.Type,
            End = edit.Minutes is { } minutes ? known.Start.AddMinutes(minutes) : known.End,
        };
        KeepSession(person, changed, deleted: false);
        Tell(edit.Notify, "update", changed, person);
        return changed;
    }

    /// <exception cref="KeyNotFoundException">The cloud has no such session.</exception>
    public void DeleteSession(string id, bool notify = true)
    {
        var (person, known) = FindSession(id);
        KeepSession(person, known, deleted: true);
        Tell(notify, "delete", known, person);
    }

    private void Tell(bool notify, string eventType, Session session, Person person)
    {
        if (notify)
        {
            _courier.Announce(new Happening(eventType, "session", session.Id, person));
        }
    }

    private void KeepSession(Person person, Session session, bool deleted) =>
        _store.Change(s => s.Sessions[session.Id] = new SessionEntry(person.Name, session, deleted));

    private (Person Person, Session Session) FindSession(string id) =>
        People
            .SelectMany(person => _world.Sessions(person), (person, session) => ((Person, Session)?)(person, session))
            .FirstOrDefault(found => found?.Item2.Id == id)
        ?? throw new KeyNotFoundException($"There is no session {id}.");
}
