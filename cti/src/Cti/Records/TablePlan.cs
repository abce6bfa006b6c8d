namespace Cti.Records;

/// <summary>How the records that go to one table become its rows.</summary>
/// <param name="Table">The table.</param>
/// <param name="Fields">How each column comes from the raw fields, in the table's order of columns; none but arrivals: the judge decides on every record.</param>
/// <param name="Judge">Parses and validates one record, by the dataset's raw fields.</param>
public sealed record TablePlan(TableDefinition Table, IReadOnlyList<FieldPlan> Fields, Func<IReadOnlyList<string?>, RecordJudgement> Judge)
{
    /// <summary>Whether every record goes to <see cref="Judge"/>.</summary>
    public bool IsJudged => Fields.All(f => f.IsArrival);
}
