using System.Globalization;
using Cti.Manifests;
using Cti.Records;

namespace Cti.Warehouses.PreFlight;

/// <summary>Compares what the manifest says of its parts with the declaration that wrote them: another version of the program may have had another.</summary>
internal static class FileComparison
{
    /// <summary>One mismatch for each part whose columns differ.</summary>
    public static IEnumerable<Mismatch> Compare(TableDefinition table, IReadOnlyList<ManifestOutput> parts)
    {
        string[] expected = [.. table.Columns.Select(c => $"{c.Name} {TypeName(c.Type.ToString())}")];
        foreach (ManifestOutput part in parts)
        {
            string[] found = [.. part.Schema.Select(c => $"{c.Name} {c.Type}")];
            if (!found.SequenceEqual(expected))
                yield return new Mismatch($"{part.Uri} has the columns ({string.Join(", ", found)}), but this version writes ({string.Join(", ", expected)}): extract again with this version", Mend: null);
        }
    }

    /// <summary>What all parts together hold in a column.</summary>
    public static ColumnSummary Summary(IReadOnlyList<ManifestOutput> parts, string column)
    {
        ManifestColumn[] there = [.. parts.SelectMany(p => p.Schema).Where(c => c.Name == column)];
        return new ColumnSummary(there.Sum(c => c.Nulls), there.Max(c => c.Longest) ?? 0);
    }

    private static string TypeName(string type) => type.ToLower(CultureInfo.InvariantCulture);

    /// <summary>What a run's parts hold in a column.</summary>
    /// <param name="Nulls">Rows without a value.</param>
    /// <param name="Longest">Bytes of the longest text in UTF-8; 0 for other types.</param>
    public readonly record struct ColumnSummary(long Nulls, int Longest);
}
