using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Cti.Failures;

namespace Cti.ObjectStores.S3;

/// <summary>An upload: what fits one part goes as a single put at the commit, more goes as a multipart upload while it is written.</summary>
/// <remarks>Holds at most <c>PartBytes × (PartsInFlight + 1)</c> bytes and no file.</remarks>
internal sealed class S3ObjectWriter(StoreUri target, IAmazonS3 client, S3Calls calls, BufferPool pool, ObjectStoreOptions options) : ObjectWriter
{
    private const int MaxParts = 10_000;
    private static readonly TimeSpan s_abortPatience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _aborted = new();
    private readonly SemaphoreSlim _free = new(options.PartsInFlight);
    private readonly List<Task<PartETag>> _parts = [];
    private byte[]? _buffer;
    private int _used;
    private long _bytes;
    private string? _uploadId;
    private bool _ended;

    /// <inheritdoc/>
    public override string Uri { get; } = target.ToString();

    /// <inheritdoc/>
    public override long BytesWritten => _bytes;

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        while (!bytes.IsEmpty)
        {
            // A full part leaves only when more follows: an object of just one part is a single put.
            if (_used == options.PartBytes) await SendPartAsync(cancellationToken);
            _buffer ??= pool.Rent();
            int count = Math.Min(bytes.Length, options.PartBytes - _used);
            bytes[..count].CopyTo(_buffer.AsMemory(_used));
            bytes = bytes[count..];
            _used += count;
            _bytes += count;
        }
    }

    /// <inheritdoc/>
    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_uploadId is null)
        {
            ReadOnlyMemory<byte> content = _buffer.AsMemory(0, _used);
            await calls.RunAsync("write", Uri, token => client.PutObjectAsync(S3Requests.Put(target, content), token), cancellationToken);
            _ended = true;
            return;
        }

        await SendPartAsync(cancellationToken);
        PartETag[] parts = await Task.WhenAll(_parts).WaitAsync(cancellationToken);
        await CompleteAsync([.. parts], cancellationToken);
        _ended = true;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        bool committed = _ended;
        _ended = true;
        await _aborted.CancelAsync();
        await Task.WhenAll(_parts).ContinueWith(ended => ended.Exception, TaskScheduler.Default);
        if (_buffer is not null) pool.Return(_buffer);
        _buffer = null;
        if (_uploadId is not null && !committed) await AbortAsync(_uploadId);
        _uploadId = null;
        _free.Dispose();
        _aborted.Dispose();
    }

    /// <summary>Sends the buffer on its way as soon as there is room for one more part.</summary>
    private async Task SendPartAsync(CancellationToken cancellationToken)
    {
        if (_parts.Count == MaxParts)
        {
            throw CtiException.Usage("write", $"{Uri} would have more than {MaxParts} parts of {options.PartBytes} bytes; write it in several objects.");
        }

        _uploadId ??= await BeginAsync(cancellationToken);
        await _free.WaitAsync(cancellationToken);
        if (_parts.Find(p => p.IsFaulted) is { } failed) await failed;

        _parts.Add(UploadAsync(_uploadId, _parts.Count + 1, _buffer!, _used));
        _buffer = null;
        _used = 0;
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        InitiateMultipartUploadRequest request = new() { BucketName = target.Bucket, Key = target.Path };
        return (await calls.RunAsync("write", Uri, token => client.InitiateMultipartUploadAsync(request, token), cancellationToken)).UploadId;
    }

    private async Task<PartETag> UploadAsync(string uploadId, int number, byte[] buffer, int length)
    {
        try
        {
            UploadPartResponse response = await calls.RunAsync(
                "write",
                Uri,
                token => client.UploadPartAsync(S3Requests.Part(target, uploadId, number, buffer.AsMemory(0, length)), token),
                _aborted.Token);
            return new PartETag(number, response.ETag);
        }
        finally
        {
            pool.Return(buffer);
            _free.Release();
        }
    }

    private async Task CompleteAsync(List<PartETag> parts, CancellationToken cancellationToken)
    {
        CompleteMultipartUploadRequest request = new() { BucketName = target.Bucket, Key = target.Path, UploadId = _uploadId, PartETags = parts };
        for (int retries = 0; ; retries++)
        {
            (_, Exception? failure) = await S3Calls.TryAsync(token => client.CompleteMultipartUploadAsync(request, token), cancellationToken);
            if (failure is null) return;

            // After a lost answer the upload may be gone because it was completed: then the object is the one that these parts make.
            if (retries > 0 && failure is AmazonS3Exception { ErrorCode: "NoSuchUpload" } && await IsStoredAsync(parts, cancellationToken)) return;
            await calls.BeforeRetryAsync("write", Uri, retries + 1, failure, cancellationToken);
        }
    }

    private async Task<bool> IsStoredAsync(List<PartETag> parts, CancellationToken cancellationToken)
    {
        byte[] digests = [.. parts.SelectMany(p => Convert.FromHexString(S3ObjectStore.Unquoted(p.ETag)))];
#pragma warning disable CA5351 // S3 defines the ETag of a multipart upload by MD5; nothing is protected by it.
        string expected = $"{Convert.ToHexStringLower(MD5.HashData(digests))}-{parts.Count}";
#pragma warning restore CA5351
        ObjectInfo? stored = await S3ObjectStore.StatAsync(client, calls, target, cancellationToken);
        return stored?.ETag == expected && stored.Size == _bytes;
    }

    /// <summary>Parts of an upload that is not aborted are paid for without being seen.</summary>
    private async Task AbortAsync(string uploadId)
    {
        // Not the caller's token: this runs mostly because that one was cancelled, and must end before the process is killed.
        using CancellationTokenSource patience = new(s_abortPatience);
        AbortMultipartUploadRequest request = new() { BucketName = target.Bucket, Key = target.Path, UploadId = uploadId };
        try
        {
            await calls.RunAsync("write", Uri, token => client.AbortMultipartUploadAsync(request, token), patience.Token);
        }
        catch (CtiException)
        {
            // What made the writer end without a commit matters more; the bucket's lifecycle rule removes such uploads.
        }
        catch (OperationCanceledException)
        {
            // As above.
        }
    }
}
