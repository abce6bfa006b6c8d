using System.Globalization;
using Cti.Failures;

namespace Cti.Warehouses;

/// <summary>The failures that every warehouse's load words alike.</summary>
internal static class LoadFaults
{
    /// <summary>The rows are not as many as the manifest says.</summary>
    /// <param name="source">The run.</param>
    /// <param name="table">The table in the warehouse.</param>
    /// <param name="expected">What the manifest says.</param>
    /// <param name="found">What was counted.</param>
    /// <param name="what">What was done with those counted: <c>staged</c>.</param>
    public static CtiException OtherCount(LoadSource source, string table, long expected, long found, string what) => new(
        FailureKind.RefusedByWarehouse,
        "load",
        string.Create(CultureInfo.InvariantCulture, $"{source.Uri} says {expected} rows for table {table}, but {found} were {what}; nothing was changed. Run the extract again under another run key."));

    /// <summary>A month is to be replaced by rows of which some lie outside it.</summary>
    /// <param name="source">The run.</param>
    /// <param name="table">The table in the warehouse.</param>
    /// <param name="month">The month.</param>
    /// <param name="rows">How many lie outside.</param>
    public static CtiException OutsideMonth(LoadSource source, string table, string month, long rows) => CtiException.Usage(
        "load",
        string.Create(CultureInfo.InvariantCulture, $"{source.Uri} holds {rows} rows of table {table} outside {month}, which replacing that month would add again at each load; extract with --month {month}."));
}
