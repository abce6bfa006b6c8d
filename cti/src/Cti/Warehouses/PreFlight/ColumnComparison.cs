using System.Globalization;
using Cti.Records.Columns;

namespace Cti.Warehouses.PreFlight;

/// <summary>Compares one column of the files with the table's.</summary>
internal static class ColumnComparison
{
    private const int BytesOfLongestCharacter = 4;
    private const int MoneyScale = 2;
    private const int MoneyPrecision = 18;

    /// <summary>Its mismatches; none where every value fits.</summary>
    public static IEnumerable<Mismatch> Compare(SqlDialect dialect, ColumnDefinition column, FileComparison.ColumnSummary values, LiveTable live)
    {
        string name = dialect.Quote(column.Name);
        string type = dialect.TypeOf(column);
        if (live.Find(column.Name) is not { } there)
        {
            yield return new Mismatch($"{name} is missing", dialect.AddColumn(live.Target, column.Name, type));
            yield break;
        }

        // Whether values fit in length or scale means nothing while the type itself does not fit.
        if (!there.Accepts.Contains(column.Type))
            yield return new Mismatch($"{name} is {there.Type}, not {type}", dialect.ChangeType(live.Target, there, type));
        else if (Misfit(column, values, there) is { } reason)
            yield return new Mismatch($"{name} is {there.Type}, but {reason}", dialect.ChangeType(live.Target, there, Wider(dialect, column, values)));
        if (!there.Nullable && values.Nulls > 0)
            yield return new Mismatch(Text($"{name} takes no NULL, but the files have {values.Nulls}"), dialect.DropNotNull(live.Target, there));
    }

    private static string? Misfit(ColumnDefinition column, FileComparison.ColumnSummary values, LiveColumn there) => column.Type switch
    {
        ColumnType.Money when there.Scale is { } scale && scale != MoneyScale => Text($"the files have {MoneyScale} digits after the point"),
        ColumnType.Money when there.Precision is { } precision && precision < MoneyPrecision => Text($"the files have up to {MoneyPrecision} digits"),
        _ when values.Longest > there.MaxBytes => Text($"the files' longest value has {values.Longest} bytes in UTF-8, and the column takes {there.MaxBytes}"),
        // The files' longest value is known in bytes. Where it may fit as characters, the table itself is the judge.
        _ when values.Longest > (long?)there.MaxCharacters * BytesOfLongestCharacter => Text($"the files' longest value has {values.Longest} bytes in UTF-8, which is more than {there.MaxCharacters} characters"),
        _ => null,
    };

    // The declaration's type, unless the files hold more than that: then as much as they hold.
    private static string Wider(SqlDialect dialect, ColumnDefinition column, FileComparison.ColumnSummary values) =>
        dialect.TypeOf(column with { MaxBytes = Math.Max(column.MaxBytes, values.Longest) });

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
