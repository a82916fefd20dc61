using System.Collections.Concurrent;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.People;

/// <summary>What the cloud knows of everybody: the days that follow from the seed, and what was added, changed or held back.</summary>
internal sealed class World(Store store, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string, DateOnly), IReadOnlyList<Workout>> _diary = [];
    private readonly ConcurrentDictionary<(string, DateOnly), IReadOnlyList<Night>> _nights = [];
    private readonly ConcurrentDictionary<(string, Habits, DateOnly), Beat[]> _beats = [];
    private readonly ConcurrentDictionary<string, (long Version, IReadOnlyList<Workout> Workouts)> _workouts = [];
    private readonly long _seed = store.Read(s => s.Seed);

    public DateOnly FirstDay { get; } = store.Read(s => s.FirstDay);

    public DateTimeOffset Now => time.GetUtcNow();

    public IEnumerable<DateOnly> Days(Person person)
    {
        var last = Zones.Day(person, SyncedUntil(person));
        for (var day = FirstDay; day <= last; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    /// <summary>Oldest first, by instant.</summary>
    public IReadOnlyList<Workout> Workouts(Person person)
    {
        var version = store.Version;
        if (_workouts.TryGetValue(person.Name, out var known) && known.Version == version)
        {
            return known.Workouts;
        }

        var entries = store.Read(s => s.Workouts.Values.Where(e => e.Person == person.Name).ToArray());
        var changed = entries.Select(e => e.Workout.Id).ToHashSet();
        var synced = SyncedUntil(person);
        IReadOnlyList<Workout> workouts =
        [
            .. Days(person)
                .SelectMany(day => Diary(person, day))
                .Where(w => w.End <= synced && !changed.Contains(w.Id))
                .Concat(entries.Where(e => !e.Deleted && !e.OnRing).Select(e => e.Workout))
                .OrderBy(w => w.Start.UtcTicks)
                .ThenBy(w => w.Id, StringComparer.Ordinal),
        ];
        _workouts[person.Name] = (version, workouts);
        return workouts;
    }

    /// <summary>Oldest first, by instant.</summary>
    public IReadOnlyList<Session> Sessions(Person person)
    {
        var entries = store.Read(s => s.Sessions.Values.Where(e => e.Person == person.Name).ToArray());
        var changed = entries.Select(e => e.Session.Id).ToHashSet();
        var synced = SyncedUntil(person);
        return
        [
            .. Days(person)
                .SelectMany(day => Moments.Of(person, day))
                .Where(s => s.End <= synced && !changed.Contains(s.Id))
                .Concat(entries.Where(e => !e.Deleted).Select(e => e.Session))
                .OrderBy(s => s.Start.UtcTicks)
                .ThenBy(s => s.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Periods in bed that the person has seen in the app, by day.</summary>
    public IEnumerable<Night> Nights(Person person)
    {
        var opened = person.OpenedUntil ?? SyncedUntil(person);
        return Days(person)
            .SelectMany(day => _nights.GetOrAdd((person.UserId, day), key => People.Nights.Of(_seed, person, key.Item2)))
            .Where(n => n.End <= opened && IsRecorded(n, person.Habits));
    }

    /// <summary>The rows between two instants, both included, oldest first; read lazily, a local day at a time.</summary>
    public IEnumerable<Beat> Beats(Person person, long from, long to)
    {
        var (entries, holds) = store.Read(s =>
            (
                s.Workouts.Values.Where(e => e.Person == person.Name && e.Bout is not null).ToArray(),
                s.HeartRateHolds.Values.Where(h => h.Person == person.Name && !(h.Until <= Now)).ToArray()
            )
        );
        var added = entries.Where(e => !e.OnRing).Select(e => e.Bout).OfType<Bout>().ToArray();
        var synced = SyncedUntil(person).ToUnixTimeSeconds();
        var last = Math.Min(to, Math.Max(synced, added.Length == 0 ? 0 : added.Max(b => b.To)));
        if (from > last)
        {
            return [];
        }

        var first = Zones.Day(person, DateTimeOffset.FromUnixTimeSeconds(Math.Max(from, Floor)));
        var final = Zones.Day(person, DateTimeOffset.FromUnixTimeSeconds(last));
        return Enumerable
            .Range(0, Math.Max(0, final.DayNumber - first.DayNumber + 1))
            .SelectMany(offset => BeatsOf(person, first.AddDays(offset), added, synced))
            .Where(b => b.Second >= from && b.Second <= to && !holds.Any(h => b.Second >= h.From && b.Second <= h.To));
    }

    public IReadOnlyList<Workout> Diary(Person person, DateOnly day) =>
        day < FirstDay || !person.Habits.Detects(day)
            ? []
            :
            [
                .. _diary
                    .GetOrAdd((person.UserId, day), key => People.Diary.Of(_seed, person, key.Item2))
                    .Where(w => person.Habits.IsWorn(w.Start, w.End)),
            ];

    public DateTimeOffset SyncedUntil(Person person) => person.SyncedUntil ?? store.Read(s => s.StartedAt).AddHours(-2);

    private long Floor => new DateTimeOffset(FirstDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds() - 43200;

    private IEnumerable<Beat> BeatsOf(Person person, DateOnly day, Bout[] added, long synced)
    {
        var known = _beats.GetOrAdd((person.UserId, person.Habits, day), key => Measure(person, key.Item3));
        var (from, to) = (Zones.At(person, day, 0).ToUnixTimeSeconds(), Zones.At(person, day.AddDays(1), 0).ToUnixTimeSeconds());
        var today = added.Where(b => b.To >= from && b.From < to).ToArray();
        var seen = known.Where(b => b.Second <= synced);
        return today.Length == 0
            ? seen
            : seen.Where(b => !today.Any(bout => b.Second >= bout.From && b.Second <= bout.To))
                .Concat(today.SelectMany(bout => Pulse.OfBout(person, bout)).Where(b => b.Second >= from && b.Second < to))
                .OrderBy(b => b.Second);
    }

    private Beat[] Measure(Person person, DateOnly day)
    {
        if (day < FirstDay)
        {
            return [];
        }

        var (from, to) = (Zones.At(person, day, 0).ToUnixTimeSeconds(), Zones.At(person, day.AddDays(1), 0).ToUnixTimeSeconds());
        var bouts = Diary(person, day.AddDays(-1))
            .Concat(Diary(person, day))
            .Select(w => new Bout(w.Id, w.Start, w.End, w.Activity, person.Habits.WorkoutHeartRate))
            .Where(b => b.To >= from && b.From < to)
            .ToArray();
        var rest = Pulse
            .OfRest(_seed, person, day)
            .Where(b => b.Bpm > 198 || !bouts.Any(bout => b.Second >= bout.From && b.Second <= bout.To));
        var effort = bouts.SelectMany((bout, index) => Pulse.OfBout(person, bout).Where(b => index == 0 || b.Second > bouts[index - 1].To));
        return
        [
            .. effort
                .Concat(rest)
                .Where(b => b.Second >= from && b.Second < to && person.Habits.IsWorn(DateTimeOffset.FromUnixTimeSeconds(b.Second)))
                .OrderBy(b => b.Second),
        ];
    }

    private static bool IsRecorded(Night night, Habits habits) =>
        habits.IsWorn(night.Start, night.End)
        && habits.Nights switch
        {
            NightHabit.None => false,
            NightHabit.NapsOnly => night.Type is not "long_sleep",
            _ => night.Type is not "long_sleep" || !habits.NightsWithoutRecord.Contains(night.Day),
        };
}
