using FitGlue.Core.Matching;

namespace FitGlue.Tests.Core.Matching;

/// <summary>
/// A person's records, the targets and what was sent, in memory. Workouts have a truth that nobody in it knows: which
/// records are of the same one. Targets send back what they got, as sources do that read from them.
/// </summary>
internal sealed class Journey(string[] targets)
{
    private readonly Dictionary<string, Arrival> _records = [];
    private readonly HashSet<string> _deleted = [];
    private readonly List<Upload> _ledger = [];
    private readonly Dictionary<(string Target, string ExternalId), Candidate> _atTargets = [];
    private DateTimeOffset _now = Records.Day.AddDays(2);

    /// <summary>What each target holds, by our external id.</summary>
    public IEnumerable<(string Target, string Id)> AtTargets => _atTargets.Keys;

    public IReadOnlyList<Upload> Ledger => _ledger;

    public bool Knows(string id) => _records.ContainsKey(id);

    /// <summary>A record arrives, for the first time or again.</summary>
    /// <param name="crash">After the target took it and before we knew.</param>
    public void Arrive(Candidate record, OriginChain origin, bool crash = false)
    {
        _now = _now.AddMinutes(1);
        var arrival = _records.TryGetValue(record.Id, out var earlier)
            ? earlier with
            {
                Record = record,
            }
            : new Arrival(record, origin, _now, SetAside: false);
        _records[record.Id] = arrival;
        var neighbors = _records
            .Values.Where(other => !other.SetAside)
            .Select(other => (other.Record, IsSent: _ledger.Any(upload => upload.Workout.Id == other.Record.Id)))
            .Where(other => other.IsSent || !_deleted.Contains(other.Record.Id))
            .Select(other => new Neighbor(other.Record, other.IsSent));
        var decision = Decision.Of(record, arrival.ReceivedAt, neighbors, _ledger, Rulings.None, MatchPolicy.Default);
        _records[record.Id] = arrival with
        {
            SetAside = decision is not Decision.Publish,
            Origin = decision is Decision.Echo echo ? arrival.Origin.Through(echo.Upload.Target) : arrival.Origin,
        };
        if (decision is Decision.Publish && !_deleted.Contains(record.Id))
        {
            foreach (var target in targets.Where(_records[record.Id].Origin.Allows))
            {
                Send(record, target, crash);
            }
        }
    }

    public void Delete(string id) => _deleted.Add(id);

    /// <summary>What a target would hand to a source that reads from it.</summary>
    public Candidate? Returned(string target, int which, string id, string source)
    {
        Candidate[] held = [.. _atTargets.Where(at => at.Key.Target == target).Select(at => at.Value)];
        return held.Length == 0
            ? null
            : held[which % held.Length] with
            {
                Id = id,
                Source = source,
                Start = Minute(held[which % held.Length].Start),
                End = Minute(held[which % held.Length].End).AddMinutes(1),
            };
    }

    // The row is written before the call, and the target knows our external id.
    private void Send(Candidate record, string target, bool crash)
    {
        if (!_ledger.Any(upload => upload.Workout.Id == record.Id && upload.Target == target))
        {
            _ledger.Add(new(record, target, _now));
        }

        _atTargets[(target, record.Id)] = record;
        if (crash)
        {
            _atTargets[(target, record.Id)] = record;
        }
    }

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute), time.Offset);

    private sealed record Arrival(Candidate Record, OriginChain Origin, DateTimeOffset ReceivedAt, bool SetAside);
}
