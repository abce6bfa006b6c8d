using System.Globalization;
using Cti.Records.Erasing;

namespace Cti.Warehouses.Erasing;

/// <summary>From the rows that a warehouse found to those that change.</summary>
internal static class ErasedRows
{
    /// <summary>The rows that change.</summary>
    /// <param name="sql">Says which columns were read.</param>
    /// <param name="found">The answer to <see cref="ErasureSql.Select(Cti.Records.Erasing.SubjectIndex, string)"/>.</param>
    public static IReadOnlyList<ErasedRow> Of(ErasureSql sql, QueryTable found)
    {
        List<ErasedRow> rows = [];
        Dictionary<int, int> at = sql.Read.Index().ToDictionary(c => c.Item, c => c.Index);
        foreach (IReadOnlyList<object?> row in found.Rows)
        {
            if (Of(sql.Eraser, column => at.TryGetValue(column, out int index) ? row[index] : null) is { } erased)
                rows.Add(erased with { Keys = at.ToDictionary(a => a.Key, a => row[a.Value]) });
        }

        return rows;
    }

    private static ErasedRow? Of(TableEraser eraser, Func<int, object?> valueOf)
    {
        string? TextOf(int column) => column < 0 || valueOf(column) is not { } value ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
        int time = eraser.ArrivalColumn >= 0 ? eraser.ArrivalColumn : eraser.MomentColumn;
        long moment = time < 0 || valueOf(time) is not { } found ? long.MinValue : ContactSql.MicrosOf(found);
        if (eraser.SubjectOf(TextOf(eraser.CustomerColumn), TextOf(eraser.EmailColumn), moment) is not { } subject)
            return null;
        Dictionary<int, string?> values = eraser.Changed.ToDictionary(c => c, c => eraser.Replace(c, subject, TextOf));
        return values.All(v => v.Value == TextOf(v.Key)) ? null : new ErasedRow(new Dictionary<int, object?>(), values);
    }
}
