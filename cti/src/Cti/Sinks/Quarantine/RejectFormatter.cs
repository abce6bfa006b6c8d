using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Raw;

namespace Cti.Sinks.Quarantine;

/// <summary>Writes the rejects of a block as JSON lines: source, line, offset, the exact bytes, every reason.</summary>
/// <param name="sources">URIs of the input objects.</param>
public sealed class RejectFormatter(IReadOnlyList<string> sources)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The block's rejects as one gzip member; empty where there are none. Thread-safe.</summary>
    public ReadOnlyMemory<byte> Format(RawBatch raw, RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Rejects.Count == 0)
            return ReadOnlyMemory<byte>.Empty;
        ArrayBufferWriter<byte> lines = new(batch.Rejects.Count * 512);
        using Utf8JsonWriter json = new(lines, Options);
        foreach (RejectedRecord reject in batch.Rejects)
        {
            WriteReject(json, raw, reject);
            json.Flush();
            json.Reset();
            lines.Write("\n"u8);
        }

        return GzipBytes.Member(lines);
    }

    private void WriteReject(Utf8JsonWriter json, RawBatch raw, RejectedRecord reject)
    {
        RawSegment segment = raw.Segments[reject.Segment];
        ReadOnlySpan<byte> bytes = raw.Buffer.AsSpan(reject.Span.Start, reject.Span.Length);
        json.WriteStartObject();
        json.WriteString("source", sources[segment.Source]);
        json.WriteNumber("line", segment.FirstLine + reject.Span.Line);
        json.WriteNumber("offset", segment.FirstOffset + reject.Span.Start - segment.Start);
        if (Utf8.IsValid(bytes))
        {
            json.WriteString("raw", bytes);
        }
        else
        {
            json.WriteBase64String("raw", bytes);
            json.WriteString("encoding", "base64");
        }

        json.WriteStartArray("errors");
        foreach (RecordFailure failure in reject.Failures)
            WriteFailure(json, failure);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, RecordFailure failure)
    {
        json.WriteStartObject();
        json.WriteString("field", failure.Field);
        json.WriteString("code", failure.Code);
        json.WriteString("message", failure.Message);
        json.WriteString("value", failure.Value);
        json.WriteEndObject();
    }
}
