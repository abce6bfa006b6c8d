namespace Cti.RedshiftSimulator;

/// <summary>The faults that are still to come.</summary>
public sealed class FaultList
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    internal FaultList(IEnumerable<SimulatorFault> faults)
    {
        foreach (SimulatorFault fault in faults)
            Add(fault);
    }

    /// <summary>Sets a fault; its calls are counted from now.</summary>
    /// <exception cref="ArgumentException">An operation that there is not or that takes no statement, or a count below 1.</exception>
    public void Add(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Operation != "*" && !DataApiOperation.All.Contains(fault.Operation))
            throw new ArgumentException($"there is no operation '{fault.Operation}': {string.Join(", ", DataApiOperation.All)}, or *");
        if (fault.IsOfStatement && fault.Operation != "*" && !DataApiOperation.TakesStatement(fault.Operation))
            throw new ArgumentException($"fault {fault.Kind} befalls a statement, which {fault.Operation} does not take");
        if (fault.Call < 1 || fault.Times < 1 || fault.Seconds < 0)
            throw new ArgumentException("call and times count from 1, seconds from 0");
        lock (_lock)
            _entries.Add(new Entry(fault) { Before = fault.Call - 1, Left = fault.Times });
    }

    /// <summary>Forgets all that are still to come.</summary>
    public void Clear()
    {
        lock (_lock)
            _entries.Clear();
    }

    /// <summary>Those still to come, with what is left of their counts.</summary>
    public IReadOnlyList<SimulatorFault> Pending()
    {
        lock (_lock)
            return [.. _entries.Select(e => e.Fault with { Call = e.Before + 1, Times = e.Left })];
    }

    /// <summary>Counts a call and gives the fault that it meets, if any. Two that are due at once meet calls one after the other.</summary>
    internal SimulatorFault? Take(string operation)
    {
        lock (_lock)
        {
            Entry? due = null;
            foreach (Entry entry in _entries.Where(e => e.WaitsFor(operation)))
            {
                if (entry.Before > 0)
                    entry.Before--;
                else
                    due ??= entry;
            }

            if (due is not null && --due.Left == 0)
                _entries.Remove(due);
            return due?.Fault;
        }
    }

    private sealed class Entry(SimulatorFault fault)
    {
        public SimulatorFault Fault { get; } = fault;

        public int Before { get; set; }

        public int Left { get; set; }

        public bool WaitsFor(string operation) =>
            (Fault.Operation == "*" || Fault.Operation == operation) && (!Fault.IsOfStatement || DataApiOperation.TakesStatement(operation));
    }
}
