namespace Cti.Records;

/// <summary>A column whose values name records of another dataset, by the first column of that dataset's key.</summary>
/// <param name="Table">The table that has the column.</param>
/// <param name="Column">The column.</param>
/// <param name="Field">The field as the source names it.</param>
/// <param name="Dataset">The dataset whose records are named.</param>
public sealed record ForeignKey(string Table, string Column, string Field, string Dataset)
{
    private const string UnknownCode = "unknown_reference";
    private const string RejectedCode = "rejected_reference";

    /// <summary>The dataset whose records are named.</summary>
    public Dataset Referred => DatasetCatalog.Find(Dataset) ?? throw new InvalidOperationException($"{Table}.{Column} names records of {Dataset}, which is no dataset.");

    /// <summary>The table whose key is named.</summary>
    public TableDefinition ReferredTable => Referred.Tables[0];

    /// <summary>The reason where nobody has brought the record.</summary>
    public RecordFailure Unknown(string value) => new(Field, UnknownCode, $"Nothing among {Dataset} has this {ReferredTable.Key[0]}", RecordFailure.Shown(value));

    /// <summary>The reason where the record was brought, and rejected whenever it was.</summary>
    public RecordFailure Rejected(string value) => new(Field, RejectedCode, $"What has this {ReferredTable.Key[0]} among {Dataset} was itself rejected", RecordFailure.Shown(value));

    /// <summary>Whether a record was rejected for what it names, not for what it is.</summary>
    public static bool IsReasonOf(RecordFailure failure) => failure.Code is UnknownCode or RejectedCode;
}
