namespace Cti.Records.Columns;

/// <summary>One column of a table: declared once, used by validator, Parquet schema, DDL and manifest alike.</summary>
public sealed record ColumnDefinition
{
    /// <summary>The column's name: lower case, <c>snake_case</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its logical type.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>Whether NULL is allowed. Default: it is not.</summary>
    public bool Nullable { get; init; }

    /// <summary>Greatest length of a value in UTF-8 bytes, for the text types; 0 for the others. UUID: 36, JSON: 65535.</summary>
    public int MaxBytes { get; init; }

    /// <summary>What takes a value's place when its person is erased; null for columns that are not about a person.</summary>
    public ErasedAs? ErasedAs { get; init; }

    /// <summary>Whether values are the id of a customer: by it a person's rows are found, and it stays when they are erased.</summary>
    public bool NamesCustomer { get; init; }

    /// <summary>Whether values tell who a person is: then the manifest holds no minimum and maximum of it.</summary>
    public bool Personal => ErasedAs is not null;
}
