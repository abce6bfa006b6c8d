using Cti.Records.Batches;
using Cti.Records.Raw;
using Cti.Sinks.Parquet;

namespace Cti.Pipelines.Extraction;

/// <summary>A block between two steps of the flow.</summary>
/// <param name="Batch">Its typed rows.</param>
/// <param name="RawBytes">Bytes it was parsed from.</param>
/// <param name="Rejects">Its rejects as one gzip member.</param>
/// <param name="Raw">Its raw batch, where rows may be rejected later still; else null.</param>
/// <param name="Rows">Its encoded rows by table, from the encoding step on; null in a dry run.</param>
internal sealed record ExtractedBlock(RecordBatch Batch, int RawBytes, ReadOnlyMemory<byte> Rejects, RawBatch? Raw = null, IReadOnlyList<EncodedRows>? Rows = null);
