using System.Runtime.InteropServices;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Quality.Sharding;

namespace Cti.Pipelines.Sharding;

/// <summary>Reads what a shard noted of its rows, in order, a stretch at a time: memory is the one buffer.</summary>
/// <param name="store">Where the file is.</param>
/// <param name="info">The file.</param>
/// <param name="entryBytes">Bytes of an entry.</param>
/// <param name="bufferBytes">Bytes read at once.</param>
/// <param name="order">The order of the entries.</param>
internal sealed class ShardKeyReader(IObjectStore store, ObjectInfo info, int entryBytes, int bufferBytes, ShardKeyOrder order)
{
    private readonly byte[] _buffer = new byte[(int)Math.Min(Math.Max(1, bufferBytes / entryBytes) * (long)entryBytes, Math.Max(info.Size, 1))];
    private long _offset;
    private int _filled;
    private int _at;
    private bool _any;
    private ShardKey _current;

    /// <summary>The entry at hand.</summary>
    public ref readonly ShardKey Current => ref _current;

    /// <summary>Goes to the next entry; false after the last.</summary>
    /// <exception cref="CtiException">Usage: the file is damaged; else what the store fails with.</exception>
    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_at == _filled)
        {
            if (_offset == info.Size)
                return false;
            _filled = (int)Math.Min(_buffer.Length, info.Size - _offset);
            await store.ReadRangeAsync(info, _offset, _buffer.AsMemory(0, _filled), cancellationToken).ConfigureAwait(false);
            _offset += _filled;
            _at = 0;
        }

        ShardKey before = _current;
        _buffer.AsSpan(_at, entryBytes).CopyTo(MemoryMarshal.AsBytes(new Span<ShardKey>(ref _current)));
        _at += entryBytes;
        if (_any && order.Compare(before, _current) >= 0)
            throw CtiException.Usage("load", $"{info.Uri} is not sorted: it is damaged; run its shard again.");
        _any = true;
        return true;
    }
}
