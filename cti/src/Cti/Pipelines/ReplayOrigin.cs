using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Extraction;
using Cti.Sources.Quarantine;

namespace Cti.Pipelines;

/// <summary>The rejects of runs that are taken again, and all that is needed to read them as they were read first.</summary>
/// <param name="Parents">Keys of the runs that rejected them.</param>
/// <param name="Parts">By run: its files of rejects.</param>
/// <param name="Sources">The objects that the rejects come from, as they were then; they need not be there any more. Of several runs what arrived first is read first.</param>
/// <param name="Headers">By source: its header; null where its records need none.</param>
/// <param name="Fixed">The rows as a person corrected them; null for all as they are.</param>
/// <param name="OnlyReferences">Whether only what was rejected for what it refers to is taken.</param>
/// <param name="Digest">Of the rejects' identity and the corrected rows: decides the run key.</param>
public sealed record ReplayOrigin(
    IReadOnlyList<string> Parents, IReadOnlyList<IReadOnlyList<ObjectInfo>> Parts, IReadOnlyList<ObjectInfo> Sources, IReadOnlyList<string?> Headers, FixedRows? Fixed, bool OnlyReferences, string Digest)
{
    /// <summary>The rejects of these runs.</summary>
    /// <param name="manifests">The runs, in order.</param>
    /// <param name="parts">By run: its files of rejects.</param>
    /// <param name="onlyReferences">Whether only what was rejected for what it refers to is taken.</param>
    /// <param name="fixedRows">The rows as a person corrected them; null for all as they are.</param>
    public static ReplayOrigin Of(IReadOnlyList<Manifest> manifests, IReadOnlyList<IReadOnlyList<ObjectInfo>> parts, bool onlyReferences, FixedRows? fixedRows = null)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        // An object that several runs read stands for one source, and arrived when it came last.
        (ObjectInfo Object, string? Header)[] sources =
        [
            .. manifests.SelectMany(m => m.Inputs.Where(i => i.Counts.Rejected > 0).Select(i => (Object: new ObjectInfo(i.Uri, i.Size, i.ETag, i.Arrived ?? m.Timings.Started), i.Header)))
                .GroupBy(s => s.Object.Uri, StringComparer.Ordinal).Select(g => g.MaxBy(s => s.Object.LastModified)),
        ];

        // The order of one run's own inputs stays: which of two records with one id was the first is settled by it.
        if (manifests.Count > 1)
            sources = [.. sources.OrderBy(s => Arrival.Of(s.Object)).ThenBy(s => s.Object.Uri, StringComparer.Ordinal)];
        return new ReplayOrigin(
            [.. manifests.Select(m => m.Run)], parts, [.. sources.Select(s => s.Object)], [.. sources.Select(s => s.Header)], fixedRows, onlyReferences, DigestOf(manifests, parts, onlyReferences, fixedRows));
    }

    private static string DigestOf(IReadOnlyList<Manifest> manifests, IReadOnlyList<IReadOnlyList<ObjectInfo>> parts, bool onlyReferences, FixedRows? fixedRows)
    {
        IEnumerable<string> lines =
        [
            .. manifests.SelectMany(m => new[] { m.Run, m.Fingerprint }),
            .. parts.SelectMany(p => p).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Uri} {p.Size} {p.ETag}")),
            fixedRows?.Digest ?? string.Empty,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', onlyReferences ? lines.Append("references") : lines))));
    }
}
