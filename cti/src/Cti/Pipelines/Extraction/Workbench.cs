using System.Collections.Concurrent;

namespace Cti.Pipelines.Extraction;

/// <summary>Things with scratch memory that one thread uses at a time: as many are made as threads need at once.</summary>
/// <param name="make">Makes one more.</param>
internal sealed class Workbench<T>(Func<T> make) : IDisposable
{
    private readonly ConcurrentBag<T> _idle = [];

    /// <summary>Takes an idle one, or a new one.</summary>
    public T Take() => _idle.TryTake(out T? one) ? one : make();

    /// <summary>Those that nobody uses now.</summary>
    public IEnumerable<T> Idle => _idle;

    /// <summary>Puts one back.</summary>
    public void PutBack(T one) => _idle.Add(one);

    /// <summary>Disposes the idle ones.</summary>
    public void Dispose()
    {
        while (_idle.TryTake(out T? one))
            (one as IDisposable)?.Dispose();
    }
}
