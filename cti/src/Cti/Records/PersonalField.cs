using Cti.Records.Columns;

namespace Cti.Records;

/// <summary>A raw field that names a person or tells who it is.</summary>
/// <param name="Raw">The raw field's name or path.</param>
/// <param name="Column">The column that it fills, under which its values become pseudonyms.</param>
/// <param name="ErasedAs">What takes its place when the person is erased; null where it stays.</param>
/// <param name="NamesCustomer">Whether it is the id of a customer.</param>
public sealed record PersonalField(string Raw, string Column, ErasedAs? ErasedAs, bool NamesCustomer = false)
{
    /// <summary>The fields of a dataset, as its plans say, or else where a raw field and a column have one name.</summary>
    public static IReadOnlyList<PersonalField> Of(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return [.. dataset.Plans.SelectMany(plan => Of(dataset, plan)).DistinctBy(f => f.Raw)];
    }

    private static IEnumerable<PersonalField> Of(Dataset dataset, TablePlan plan)
    {
        foreach (ColumnDefinition column in plan.Table.Columns.Where(c => c.Personal || c.NamesCustomer))
        {
            FieldPlan? from = plan.Fields.FirstOrDefault(f => f.Column == column.Name && !f.IsDerived);
            string raw = from?.From ?? column.Name;
            if (dataset.RawFields.Contains(raw))
                yield return new PersonalField(raw, column.Name, column.ErasedAs, column.NamesCustomer);
        }
    }
}
