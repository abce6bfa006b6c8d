using Cti.ObjectStores;

namespace Cti.Tests.Sources;

/// <summary>Objects in memory, read in pieces of any size: only what a source needs.</summary>
internal sealed class MemoryObjectStore : IObjectStore
{
    private readonly Dictionary<string, byte[]> objects = [];
    private readonly Func<int> pieceBytes;
    private int open;
    private int mostOpen;

    public MemoryObjectStore(Func<int>? pieceBytes = null) => this.pieceBytes = pieceBytes ?? (() => int.MaxValue);

    public List<ObjectInfo> Inputs { get; } = [];

    public int Opened { get; private set; }

    public int StillOpen => open;

    public int MostOpen => mostOpen;

    /// <summary>What opening an object waits for; null: nothing.</summary>
    public Func<ObjectInfo, CancellationToken, Task>? BeforeOpen { get; set; }

    public ObjectInfo Add(string uri, byte[] content)
    {
        var info = new ObjectInfo(uri, content.Length, "1", DateTimeOffset.UnixEpoch);
        objects[uri] = content;
        Inputs.Add(info);
        return info;
    }

    public async Task<Stream> OpenReadAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        lock (objects)
        {
            Opened++;
            mostOpen = Math.Max(mostOpen, ++open);
        }

        if (BeforeOpen is not null) await BeforeOpen(info, cancellationToken);
        return new PieceStream(objects[info.Uri], pieceBytes, () => Interlocked.Decrement(ref open));
    }

    public IAsyncEnumerable<ObjectInfo> ListAsync(string uri, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ObjectInfo?> StatAsync(string uri, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ObjectWriter> CreateAsync(string uri, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> PutIfMatchAsync(string uri, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string uri, CancellationToken cancellationToken) => throw new NotSupportedException();

    private sealed class PieceStream(byte[] content, Func<int> pieceBytes, Action closed) : Stream
    {
        private int position;
        private bool disposed;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(Math.Min(buffer.Length, pieceBytes()), content.Length - position);
            content.AsSpan(position, count).CopyTo(buffer);
            position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (!disposed) closed();
            disposed = true;
            base.Dispose(disposing);
        }
    }
}
