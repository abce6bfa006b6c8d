using System.Buffers;
using System.Text.Json;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure.Raw;
using Cti.Records;
using Cti.Records.Erasing;
using Cti.Sinks;
using Cti.Sinks.Quarantine;
using Cti.Sources.Quarantine;

namespace Cti.Pipelines.Erasure.Files;

/// <summary>Writes files of rejects anew without the persons who are erased: as many rejects, each where it was and with its reasons, but not the values.</summary>
/// <param name="store">Where they are.</param>
/// <param name="subjects">The persons.</param>
/// <param name="pseudonyms">Makes what takes the place of values.</param>
internal sealed class RejectsEraser(IObjectStore store, SubjectIndex subjects, Pseudonyms pseudonyms)
{
    private const int BlockBytes = 4 << 20;

    /// <summary>Writes a file anew where it holds somebody who is erased.</summary>
    /// <param name="dataset">What the rejects were read as.</param>
    /// <param name="part">The file.</param>
    /// <param name="origins">The objects that they come from.</param>
    /// <param name="target">Where the new file goes; the same URI replaces it.</param>
    /// <param name="cancellationToken">Ends it; then nothing changed.</param>
    /// <returns>The new file and how many rejects changed; null where none does.</returns>
    public async Task<(RejectPart Part, int Rejects)?> EraseAsync(Dataset dataset, ObjectInfo part, RejectOrigins origins, string target, CancellationToken cancellationToken)
    {
        Dictionary<string, IReadOnlyList<RawEraser>> erasers = new(StringComparer.Ordinal);
        ObjectWriter? writer = null;
        ArrayBufferWriter<byte> lines = new(64 * 1024);
        (long records, int changed) = (0, 0);
        try
        {
            // Twice through: nothing is written of a file that stays as it is.
            if (!await HasAnyAsync(dataset, part, origins, cancellationToken).ConfigureAwait(false))
                return null;
            writer = await store.CreateAsync(target, cancellationToken).ConfigureAwait(false);
            await foreach (ReadOnlyMemory<byte> line in ObjectLines.ReadAsync(store, part, cancellationToken).ConfigureAwait(false))
            {
                records++;
                changed += Append(lines, line.Span, RejectReader.Parse(line.Span, part.Uri, records), dataset, origins, erasers);
                if (lines.WrittenCount < BlockBytes)
                    continue;
                await writer.WriteAsync(GzipBytes.Member(lines), cancellationToken).ConfigureAwait(false);
                lines.ResetWrittenCount();
            }

            await writer.WriteAsync(GzipBytes.Member(lines), cancellationToken).ConfigureAwait(false);
            await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
            return (new RejectPart(target, records, writer.BytesWritten), changed);
        }
        finally
        {
            if (writer is not null)
                await writer.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether a file holds somebody who is to be erased.</summary>
    public async Task<bool> HasAnyAsync(Dataset dataset, ObjectInfo part, RejectOrigins origins, CancellationToken cancellationToken)
    {
        Dictionary<string, IReadOnlyList<RawEraser>> erasers = new(StringComparer.Ordinal);
        await foreach (Reject reject in new RejectReader(store).ReadAsync(part, cancellationToken).ConfigureAwait(false))
        {
            if (Erase(reject, dataset, origins, erasers) is not null)
                return true;
        }

        return false;
    }

    private int Append(ArrayBufferWriter<byte> lines, ReadOnlySpan<byte> line, Reject reject, Dataset dataset, RejectOrigins origins, Dictionary<string, IReadOnlyList<RawEraser>> erasers)
    {
        if (Erase(reject, dataset, origins, erasers) is not { } erased)
        {
            lines.Write(line);
            lines.Write("\n"u8);
            return 0;
        }

        using (Utf8JsonWriter json = new(lines, RejectFormatter.Options))
            RejectFormatter.Write(json, reject.Source, reject.Line, reject.Offset, erased, RejectFormatter.WithoutValues(reject.Failures));
        lines.Write("\n"u8);
        return 1;
    }

    private byte[]? Erase(Reject reject, Dataset dataset, RejectOrigins origins, Dictionary<string, IReadOnlyList<RawEraser>> erasers)
    {
        // By source: what a file is named for, its header.
        if (!erasers.TryGetValue(reject.Source, out IReadOnlyList<RawEraser>? ofSource))
            erasers[reject.Source] = ofSource = RawEraser.OfRejects(dataset, reject.Source, origins.HeaderOf(reject.Source), subjects, pseudonyms);
        return RawEraser.Erase(ofSource, reject.Raw, origins.ArrivalOf(reject.Source));
    }
}
