using Cti.Parquet;

namespace Cti.Sinks.Parquet;

/// <summary>A row group ready to be appended, and where its rows come from.</summary>
/// <param name="Group">The row group; whoever appends it disposes it.</param>
/// <param name="Lines">Its <c>_lines</c> as one gzip member.</param>
public sealed record EncodedRows(EncodedRowGroup Group, ReadOnlyMemory<byte> Lines) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Group.Dispose();
}
