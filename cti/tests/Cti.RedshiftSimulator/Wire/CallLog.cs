namespace Cti.RedshiftSimulator;

/// <summary>The operations that were called, in order; with good signatures, and those that then met a fault as well.</summary>
internal sealed class CallLog
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    public void Add(string operation)
    {
        lock (_lock)
            _calls.Add(operation);
    }

    public void Clear()
    {
        lock (_lock)
            _calls.Clear();
    }
}
