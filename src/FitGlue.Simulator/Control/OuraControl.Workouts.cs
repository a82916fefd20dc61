using FitGlue.Simulator.People;
using FitGlue.Simulator.State;
using FitGlue.Simulator.Webhooks;

namespace FitGlue.Simulator;

public sealed partial class OuraControl
{
    /// <summary>Seconds after a workout whose heart rate is late with it: the ring sends in order.</summary>
    private const int Following = 600;

    /// <summary>What the cloud lists for a person now, oldest first.</summary>
    public IReadOnlyList<Workout> Workouts(string person) => _world.Workouts(Person(person));

    public Workout AddWorkout(NewWorkout order)
    {
        var person = Person(order.Person);
        var now = _time.GetUtcNow();
        var serial = _store.Change(s => ++s.Serial);
        var draw = Draw.Of($"{person.UserId}|{serial}|added");
        var effort = Effort.Of(order.Activity);
        var start = order.Start ?? WholeMinute(Zones.Local(person, now)).AddMinutes(-order.Minutes);
        var workout = new Workout
        {
            Id = draw.Uuid(),
            Activity = order.Activity,
            Day = DateOnly.FromDateTime(start.DateTime),
            Start = start,
            End = start.AddMinutes(order.Minutes),
            Calories = order.Calories ?? Math.Round(order.Minutes * effort.KilocaloriesPerMinute, 3),
            DistanceMeters = order.DistanceMeters,
            Intensity = order.Intensity ?? (effort.Fraction > 0.62 ? "hard" : "moderate"),
            Label = order.Label,
            Source = order.Source,
        };
        var bout = new Bout(workout.Id, workout.Start, workout.End, workout.Activity, order.HeartRate) { GapMinutes = order.GapMinutes };
        _store.Change(s =>
        {
            s.Workouts[workout.Id] = new WorkoutEntry
            {
                Person = person.Name,
                Workout = workout,
                Bout = bout,
                OnRing = order.OnRing,
            };
            if (order.HeartRateDelay is { } delay)
            {
                s.HeartRateHolds[workout.Id] = new HeartRateHold(person.Name, bout.From, bout.To + Following, now + delay);
            }
        });
        if (order.Notify && !order.OnRing)
        {
            _courier.Announce(new Happening("create", "workout", workout.Id, person));
        }

        return workout;
    }

    /// <summary>The same workout with other words or times; what the ring measured stays what it is.</summary>
    /// <exception cref="KeyNotFoundException">The cloud has no such workout.</exception>
    public Workout EditWorkout(string id, WorkoutEdit edit)
    {
        var (person, known) = Find(id);
        var start = edit.Start ?? known.Start;
        var changed = known with
        {
            Activity = edit.Activity ?? known.Activity,
            Day = DateOnly.FromDateTime(start.DateTime),
            Start = start,
            End =
                edit.Minutes is { } minutes ? start.AddMinutes(minutes)
                : edit.Start is null ? known.End
                : start + (known.End - known.Start),
            Calories = edit.Calories ?? known.Calories,
            DistanceMeters = edit.DistanceMeters ?? known.DistanceMeters,
            Intensity = edit.Intensity ?? known.Intensity,
            Label = edit.Label ?? known.Label,
            Source = edit.Source ?? known.Source,
        };
        Keep(person, changed, deleted: false);
        if (edit.Notify)
        {
            _courier.Announce(new Happening("update", "workout", id, person));
        }

        return changed;
    }

    /// <summary>The person says yes to what the ring detected.</summary>
    public Workout ConfirmWorkout(string id) => EditWorkout(id, new WorkoutEdit { Source = "confirmed" });

    public void DeleteWorkout(string id, bool notify = true)
    {
        var (person, known) = Find(id);
        Keep(person, known, deleted: true);
        if (notify)
        {
            _courier.Announce(new Happening("delete", "workout", id, person));
        }
    }

    /// <summary>What was deleted is there again, under its old id.</summary>
    /// <exception cref="KeyNotFoundException">No such workout was deleted.</exception>
    public void RestoreWorkout(string id, bool notify = true)
    {
        var entry = _store.Read(s => s.Workouts.GetValueOrDefault(id)) is { Deleted: true } deleted
            ? deleted
            : throw new KeyNotFoundException($"No workout {id} was deleted.");
        var person = Person(entry.Person);
        Keep(person, entry.Workout, deleted: false);
        if (notify)
        {
            _courier.Announce(new Happening("create", "workout", id, person));
        }
    }

    /// <summary>Keeps the heart rate of a workout from the cloud: for a time, or until it is released.</summary>
    public void HoldHeartRate(string workoutId, TimeSpan? duration = null)
    {
        var (person, workout) = Find(workoutId);
        var until = duration is { } time ? _time.GetUtcNow() + time : (DateTimeOffset?)null;
        _store.Change(s =>
            s.HeartRateHolds[workoutId] = new HeartRateHold(
                person.Name,
                workout.Start.ToUnixTimeSeconds(),
                workout.End.ToUnixTimeSeconds() + Following,
                until
            )
        );
    }

    /// <summary>Lets held heart rate through; null means all of it.</summary>
    public void ReleaseHeartRate(string? workoutId = null) =>
        _store.Change(s =>
        {
            foreach (var id in s.HeartRateHolds.Keys.Where(k => workoutId is null || k == workoutId).ToArray())
            {
                s.HeartRateHolds.Remove(id);
            }
        });

    /// <summary>The document's own address answers 404 for a while; lists still show it.</summary>
    public void HideDocument(string id, TimeSpan duration) => _hidden.Hide(id, duration);

    private (Person Person, Workout Workout) Find(string id)
    {
        foreach (var person in People)
        {
            if (_world.Workouts(person).FirstOrDefault(w => w.Id == id) is { } workout)
            {
                return (person, workout);
            }
        }

        throw new KeyNotFoundException($"There is no workout {id}.");
    }

    private void Keep(Person person, Workout workout, bool deleted) =>
        _store.Change(s =>
            s.Workouts[workout.Id] = new WorkoutEntry
            {
                Person = person.Name,
                Workout = workout,
                Bout = s.Workouts.GetValueOrDefault(workout.Id)?.Bout,
                Deleted = deleted,
            }
        );

    private static DateTimeOffset WholeMinute(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute), time.Offset);
}
