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
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Takes persons who are erased out of a record, by the source's index and the record's bytes; null where it stays as it is. Default: none is.</summary>
    public Func<int, ReadOnlyMemory<byte>, byte[]?>? Erase { get; init; }

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
        long line = segment.FirstLine + reject.Span.Line;
        long offset = segment.FirstOffset + reject.Span.Start - segment.Start;
        ReadOnlyMemory<byte> bytes = raw.Buffer.AsMemory(reject.Span.Start, reject.Span.Length);
        byte[]? erased = Erase?.Invoke(segment.Source, bytes);
        Write(json, sources[segment.Source], line, offset, erased ?? bytes.Span, erased is null ? reject.Failures : WithoutValues(reject.Failures));
    }

    /// <summary>Writes one reject.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="source">URI of the object that it came from.</param>
    /// <param name="line">Its line there, from 1.</param>
    /// <param name="offset">Offset of its first byte there, decompressed.</param>
    /// <param name="bytes">The record; base64 where it is no UTF-8.</param>
    /// <param name="failures">Why it was rejected.</param>
    internal static void Write(Utf8JsonWriter json, string source, long line, long offset, ReadOnlySpan<byte> bytes, IReadOnlyList<RecordFailure> failures)
    {
        json.WriteStartObject();
        json.WriteString("source", source);
        json.WriteNumber("line", line);
        json.WriteNumber("offset", offset);
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
        foreach (RecordFailure failure in failures)
            WriteFailure(json, failure);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reasons without what was found.</summary>
    internal static IReadOnlyList<RecordFailure> WithoutValues(IEnumerable<RecordFailure> failures) => [.. failures.Select(f => f with { Value = null })];

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
