namespace Cti.Parquet;

/// <summary>A flat schema: the columns in file order.</summary>
public sealed class ParquetSchema
{
    /// <summary>Takes the columns and checks them.</summary>
    /// <param name="fields">At least one; names distinct and not empty.</param>
    /// <exception cref="ArgumentException">A column is not valid; the message names it.</exception>
    public ParquetSchema(IReadOnlyList<ParquetField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0) throw new ArgumentException("A Parquet schema needs at least one column.", nameof(fields));
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ParquetField field in fields)
        {
            if (string.IsNullOrEmpty(field.Name)) throw new ArgumentException("A Parquet column has no name.", nameof(fields));
            if (!names.Add(field.Name)) throw new ArgumentException($"Two Parquet columns are named '{field.Name}'.", nameof(fields));
            if (field.Type == ParquetType.Decimal && (field.Precision is < 1 or > 18 || field.Scale < 0 || field.Scale > field.Precision))
                throw new ArgumentException($"Column '{field.Name}': DECIMAL({field.Precision},{field.Scale}) found, 1 ≤ precision ≤ 18 and 0 ≤ scale ≤ precision expected.", nameof(fields));
        }

        Fields = [.. fields];
    }

    /// <summary>The columns in file order.</summary>
    public IReadOnlyList<ParquetField> Fields { get; }
}
