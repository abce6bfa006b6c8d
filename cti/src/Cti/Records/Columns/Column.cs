namespace Cti.Records.Columns;

/// <summary>Short forms for declaring columns.</summary>
public static class Column
{
    /// <summary>Text of at most <paramref name="maxBytes"/> UTF-8 bytes.</summary>
    public static ColumnDefinition Text(string name, int maxBytes) => new() { Name = name, Type = ColumnType.Text, MaxBytes = maxBytes };

    /// <summary>A UUID as 36 characters of lower-case text.</summary>
    public static ColumnDefinition Uuid(string name) => new() { Name = name, Type = ColumnType.Uuid, MaxBytes = 36 };

    /// <summary>Compact JSON as text, at most 65,535 bytes.</summary>
    public static ColumnDefinition Json(string name) => new() { Name = name, Type = ColumnType.Json, MaxBytes = 65_535 };

    /// <summary>Microseconds UTC without zone.</summary>
    public static ColumnDefinition Timestamp(string name) => new() { Name = name, Type = ColumnType.Timestamp };

    /// <summary>A 64-bit integer.</summary>
    public static ColumnDefinition Int64(string name) => new() { Name = name, Type = ColumnType.Int64 };

    /// <summary>A 32-bit integer.</summary>
    public static ColumnDefinition Int32(string name) => new() { Name = name, Type = ColumnType.Int32 };

    /// <summary>An amount of money with two decimals.</summary>
    public static ColumnDefinition Money(string name) => new() { Name = name, Type = ColumnType.Money };

    /// <summary>A ratio.</summary>
    public static ColumnDefinition Double(string name) => new() { Name = name, Type = ColumnType.Double };

    /// <summary>A calendar date.</summary>
    public static ColumnDefinition Date(string name) => new() { Name = name, Type = ColumnType.Date };

    /// <summary>The same column, allowing NULL.</summary>
    public static ColumnDefinition OrNull(this ColumnDefinition column) => column with { Nullable = true };

    /// <summary>The same column, marked as telling who a person is; erased, text becomes a pseudonym, anything else NULL.</summary>
    public static ColumnDefinition AboutPerson(this ColumnDefinition column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.AboutPerson(column.MaxBytes > 0 ? ErasedAs.Pseudonym : ErasedAs.Null);
    }

    /// <summary>The same column, marked as telling who a person is.</summary>
    /// <param name="column">The column.</param>
    /// <param name="erasedAs">What takes a value's place when its person is erased.</param>
    public static ColumnDefinition AboutPerson(this ColumnDefinition column, ErasedAs erasedAs) => column with { ErasedAs = erasedAs };

    /// <summary>The same column, marked as holding the id of a customer.</summary>
    public static ColumnDefinition OfCustomer(this ColumnDefinition column) => column with { NamesCustomer = true };
}
