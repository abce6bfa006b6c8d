using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cti.Quality.Deduplication;
using Microsoft.Win32.SafeHandles;

namespace Cti.Quality.Sharding;

/// <summary>Sorts any number of items of fixed size on a budget of memory: what does not fit goes to a spill file in sorted runs.</summary>
/// <remarks>The items are held outside the collector's sight, in one stretch: an array that grows by copies would leave as much garbage again.</remarks>
/// <param name="order">The order.</param>
/// <param name="memoryBytes">Bytes of items held at most.</param>
/// <param name="spillFolder">Where the spill file goes.</param>
internal sealed unsafe class SpillSort<T, TOrder>(TOrder order, long memoryBytes, string spillFolder) : IDisposable
    where T : unmanaged
    where TOrder : struct, IComparer<T>
{
    private const int LeastItems = 1024;
    private const int LeastRunItems = 64;

    private readonly int _most = (int)Math.Clamp(memoryBytes / Unsafe.SizeOf<T>(), LeastItems, Array.MaxLength / 2);
    private readonly List<(long Offset, long Count)> _runs = [];
    private T* _held;
    private int _count;
    private SafeFileHandle? _file;
    private long _fileBytes;

    /// <summary>Items taken.</summary>
    public long Count { get; private set; }

    /// <summary>Takes an item.</summary>
    public void Add(in T item)
    {
        if (_held == null)
            _held = (T*)NativeMemory.Alloc((nuint)_most, (nuint)Unsafe.SizeOf<T>());
        else if (_count == _most)
            Spill();
        _held[_count++] = item;
        Count++;
    }

    /// <summary>All items in order. Called once, after the last <see cref="Add"/>.</summary>
    public IEnumerable<T> Sorted()
    {
        if (_runs.Count == 0)
        {
            Held.Sort(order);
            for (int i = 0; i < _count; i++)
                yield return At(i);
            yield break;
        }

        Spill();
        Free();
        int runItems = (int)Math.Clamp((long)_most / _runs.Count, LeastRunItems, int.MaxValue / Unsafe.SizeOf<T>());
        PriorityQueue<IEnumerator<T>, T> heads = new(order);
        foreach ((long offset, long count) in _runs)
            Advance(ReadRun(offset, count, runItems).GetEnumerator(), heads);
        while (heads.TryDequeue(out IEnumerator<T>? head, out T item))
        {
            yield return item;
            Advance(head, heads);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        _file?.Dispose();
    }

    private Span<T> Held => new(_held, _count);

    private T At(int index) => _held[index];

    private void Free()
    {
        NativeMemory.Free(_held);
        _held = null;
    }

    private void Spill()
    {
        Span<T> items = Held;
        items.Sort(order);
        _file ??= SpillFile.Create(spillFolder);
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(items), _fileBytes);
        _runs.Add((_fileBytes, _count));
        _fileBytes += (long)_count * Unsafe.SizeOf<T>();
        _count = 0;
    }

    private IEnumerable<T> ReadRun(long offset, long count, int runItems)
    {
        T[] buffer = new T[(int)Math.Min(runItems, count)];
        while (count > 0)
        {
            int items = (int)Math.Min(buffer.Length, count);
            Fill(buffer.AsSpan(0, items), offset);
            for (int i = 0; i < items; i++)
                yield return buffer[i];
            offset += (long)items * Unsafe.SizeOf<T>();
            count -= items;
        }
    }

    private void Fill(Span<T> items, long offset)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(items);
        while (!bytes.IsEmpty)
        {
            int read = RandomAccess.Read(_file!, bytes, offset);
            if (read == 0)
                throw new EndOfStreamException("A spill file is shorter than what was written to it.");
            bytes = bytes[read..];
            offset += read;
        }
    }

    private static void Advance(IEnumerator<T> items, PriorityQueue<IEnumerator<T>, T> heads)
    {
        if (items.MoveNext())
            heads.Enqueue(items, items.Current);
        else
            items.Dispose();
    }
}
