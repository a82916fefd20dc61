using FitGlue.Simulator.Collections;
using FitGlue.Simulator.People;
using FitGlue.Simulator.Webhooks;

namespace FitGlue.Simulator;

public sealed partial class OuraControl
{
    /// <summary>
    /// The phone app fetches the ring: everything since the last time appears at once, and its events follow in no order. Sleep and
    /// readiness appear only where the person also opens the app.
    /// </summary>
    public IReadOnlyList<SyncedDocument> Sync(string name, bool openApp = true)
    {
        var person = Person(name);
        var before = Known(person);
        var now = _time.GetUtcNow();
        var synced = person with { SyncedUntil = now, OpenedUntil = openApp ? now : person.OpenedUntil };
        _store.Change(s =>
        {
            s.People[name] = synced;
            foreach (var entry in s.Workouts.Values.Where(e => e.Person == name && e.OnRing).ToArray())
            {
                s.Workouts[entry.Workout.Id] = entry with { OnRing = false };
            }
        });
        var today = Zones.Day(person, _world.SyncedUntil(person));
        var draw = Draw.Of($"{person.UserId}|{now.UtcTicks}|sync");
        Happening[] news =
        [
            .. Known(synced)
                .Where(k => !before.ContainsKey(k.Key))
                .Select(k => new Happening("create", k.Value.DataType, k.Key, synced))
                .Concat(before.Where(k => Changes(k.Value, today)).Select(k => new Happening("update", k.Value.DataType, k.Key, synced)))
                .OrderBy(_ => draw.Next()),
        ];
        _courier.Announce(news);
        return [.. news.Select(n => new SyncedDocument(n.EventType, n.DataType, n.ObjectId))];
    }

    /// <summary>Sends an event for anything, whether it happened or not.</summary>
    public void Notify(string person, string eventType, string dataType, string objectId) =>
        _courier.Announce(new Happening(eventType, dataType, objectId, Person(person)));

    internal void SyncWhoIsDue()
    {
        if (Knobs.AutoSync is { } interval)
        {
            foreach (var person in People.Where(p => _time.GetUtcNow() - _world.SyncedUntil(p) >= interval))
            {
                Sync(person.Name);
            }
        }
    }

    private Dictionary<string, (string DataType, DateTimeOffset At)> Known(Person person) =>
        Catalog
            .All.Where(c => c.DataType is not null)
            .SelectMany(c => c.Documents(_world, person).Select(d => (d.Id, DataType: c.DataType ?? "", d.At)))
            .ToDictionary(d => d.Id, d => (d.DataType, d.At));

    /// <summary>The activity of the day that the last sync cut short goes on.</summary>
    private static bool Changes((string DataType, DateTimeOffset At) known, DateOnly today) =>
        known.DataType is "daily_activity" && DateOnly.FromDateTime(known.At.DateTime) == today;
}
