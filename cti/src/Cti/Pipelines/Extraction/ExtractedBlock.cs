using Cti.Records.Batches;
using Cti.Sinks.Parquet;

namespace Cti.Pipelines.Extraction;

/// <summary>A block between two steps of the flow.</summary>
/// <param name="Batch">Its typed rows.</param>
/// <param name="RawBytes">Bytes it was parsed from.</param>
/// <param name="Rejects">Its rejects as one gzip member.</param>
/// <param name="Rows">Its encoded rows, from the encoding step on; null in a dry run.</param>
internal sealed record ExtractedBlock(RecordBatch Batch, int RawBytes, ReadOnlyMemory<byte> Rejects, EncodedRows? Rows = null);
