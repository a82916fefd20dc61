using System.IO.Enumeration;

namespace FitGlue.Simulator.Faults;

/// <summary>The faults that are in force, each with its count.</summary>
internal sealed class FaultRules
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Fault> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Select(e => e.Fault with { Times = e.Left, After = e.Passing })];
            }
        }
    }

    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _entries.Add(new Entry(fault));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>The fault that hits this request, if any; it is used up by that.</summary>
    public Fault? Take(string method, string path)
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Where(e => e.Concerns(method, path)))
            {
                if (entry.Passing > 0)
                {
                    entry.Passing--;
                    continue;
                }

                entry.Left--;
                if (entry.Left == 0)
                {
                    _entries.Remove(entry);
                }

                return entry.Fault;
            }

            return null;
        }
    }

    private sealed class Entry(Fault fault)
    {
        public Fault Fault => fault;

        public int? Left { get; set; } = fault.Times;

        public int Passing { get; set; } = fault.After;

        public bool Concerns(string method, string path) =>
            (fault.Method is null || fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            && FileSystemName.MatchesSimpleExpression(fault.Path, path, ignoreCase: false);
    }
}
