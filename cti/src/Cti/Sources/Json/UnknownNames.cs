namespace Cti.Sources.Json;

/// <summary>Warns of each name that the dataset does not know, once. Thread-safe.</summary>
/// <param name="warn">Takes the warning; null drops it.</param>
internal sealed class UnknownNames(Action<string>? warn)
{
    private const int MostNames = 100;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>A name was met that is passed over.</summary>
    public void Met(string path)
    {
        lock (_gate)
        {
            if (_names.Count < MostNames && _names.Add(path))
                warn?.Invoke($"The records hold a field {path}, which is not known here: it is passed over.");
        }
    }
}
