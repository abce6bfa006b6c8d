using System.Text.Json;

namespace Cti.RedshiftSimulator;

/// <summary>How a table is spread and sorted: kept for the system views, without effect.</summary>
/// <param name="Style">AUTO, EVEN, KEY or ALL.</param>
/// <param name="DistributionKey">The column, or null.</param>
/// <param name="SortKeys">The columns, in order.</param>
internal sealed record TableDesign(string Style, string? DistributionKey, IReadOnlyList<string> SortKeys)
{
    private static readonly string[] Styles = ["auto", "even", "key", "all"];

    /// <summary>Reads the attributes after the columns.</summary>
    /// <exception cref="SqlRefusedException">They name a column that there is not, or contradict each other.</exception>
    public static TableDesign Read(TokenReader reader, IReadOnlyList<ColumnText> columns)
    {
        string? style = null;
        List<string> distribution = [.. columns.Where(c => c.IsDistributionKey).Select(c => c.Name)];
        List<string> sort = [.. columns.Where(c => c.IsSortKey).Select(c => c.Name)];
        while (!reader.IsAtEnd && !reader.Current.IsWord("as"))
        {
            if (reader.TryWords("diststyle"))
                style = reader.Current.IsWord(Styles) ? reader.Take().Value : throw reader.Unexpected();
            else if (reader.TryWords("distkey"))
                distribution.AddRange(Names(reader));
            else if (reader.TryWords("backup") || reader.TryWords("encode"))
                reader.TakeIdentifier();
            else if (TrySort(reader))
                sort.AddRange(reader.TryWords("auto") ? [] : Names(reader));
            else
                throw reader.Unexpected();
        }

        if (distribution.Count > 1 || (style == "key" && distribution.Count == 0) || (distribution.Count == 1 && style is not (null or "key")))
            throw new SqlRefusedException("DISTKEY and DISTSTYLE contradict each other, or there are several");
        if (columns.Count > 0 && distribution.Concat(sort).FirstOrDefault(k => columns.All(c => c.Name != k)) is { } unknown)
            throw new SqlRefusedException($"column \"{unknown}\" named in key does not exist");
        return new TableDesign(style ?? (distribution.Count == 1 ? "key" : "auto"), distribution.FirstOrDefault(), sort);
    }

    /// <summary>As the table's comment holds it.</summary>
    public string ToJson() => JsonSerializer.Serialize(new { diststyle = Style, distkey = DistributionKey, sortkeys = SortKeys });

    private static bool TrySort(TokenReader reader) =>
        reader.TryWords("sortkey") || reader.TryWords("compound", "sortkey") || reader.TryWords("interleaved", "sortkey");

    private static IEnumerable<string> Names(TokenReader reader) => reader.TakeList().Select(c => c is [var name] && name.IsIdentifier ? name.Value : throw reader.Unexpected());
}
