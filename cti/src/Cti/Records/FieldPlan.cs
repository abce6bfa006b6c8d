using Cti.Records.Forms;

namespace Cti.Records;

/// <summary>How one column of a flat table comes from a raw field, or from a column before it.</summary>
/// <param name="Column">The table's column.</param>
/// <param name="From">The raw field; with <paramref name="IsDerived"/> the column that it is taken from.</param>
/// <param name="Form">The normal form; null for a timestamp.</param>
/// <param name="IsNullable">Whether an empty value is NULL rather than a failure (timestamps; a text form knows by itself).</param>
/// <param name="IsDerived">Whether it follows from another column: then it is no part of a row's identity.</param>
/// <param name="IsArrival">Whether it tells when the record's object arrived: no field, and no part of a row's identity.</param>
public sealed record FieldPlan(string Column, string From, TextForm? Form, bool IsNullable = false, bool IsDerived = false, bool IsArrival = false)
{
    /// <summary>A text column from a raw field.</summary>
    public static FieldPlan Text(string column, string from, TextForm form) => new(column, from, form);

    /// <summary>A timestamp column from a raw field.</summary>
    public static FieldPlan Timestamp(string column, string from, bool nullable = false) => new(column, from, null, nullable);

    /// <summary>Fields that an empty timestamp follows from: the first minus the difference of the second and the third. Default: none.</summary>
    public IReadOnlyList<string> Clocks { get; init; } = [];

    /// <summary>A timestamp column that tells when the record's object arrived.</summary>
    public static FieldPlan Arrival(string column) => new(column, string.Empty, null, IsArrival: true);

    /// <summary>A text column taken from another column's normal form.</summary>
    public static FieldPlan Derived(string column, string fromColumn, TextForm form) => new(column, fromColumn, form, IsDerived: true);
}
