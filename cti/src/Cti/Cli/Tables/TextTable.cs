using System.Text;

namespace Cti.Cli.Tables;

/// <summary>Aligned columns of plain text: names, a rule, rows; numbers to the right.</summary>
public static class TextTable
{
    private const int Gap = 2;

    /// <summary>The lines of a table.</summary>
    /// <param name="columns">The names.</param>
    /// <param name="rows">A row has a text for each column.</param>
    /// <param name="right">Whether a column is aligned to the right.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<bool> right)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(right);
        int[] widths = [.. columns.Select((name, i) => rows.Select(r => Width(r[i])).Append(Width(name)).Max())];
        yield return Line(columns, widths, right);
        yield return string.Join(new string(' ', Gap), widths.Select(w => new string('-', w)));
        foreach (IReadOnlyList<string> row in rows)
        {
            yield return Line(row, widths, right);
        }
    }

    private static string Line(IReadOnlyList<string> cells, int[] widths, IReadOnlyList<bool> right)
    {
        var line = new StringBuilder();
        for (int i = 0; i < cells.Count; i++)
        {
            string padding = new(' ', widths[i] - Width(cells[i]));
            line.Append(i == 0 ? string.Empty : new string(' ', Gap)).Append(right[i] ? padding + cells[i] : cells[i] + padding);
        }

        return line.ToString().TrimEnd();
    }

    private static int Width(string text) => new System.Globalization.StringInfo(text).LengthInTextElements;
}
