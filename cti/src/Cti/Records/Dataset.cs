namespace Cti.Records;

/// <summary>One dataset: what its raw records look like, what becomes of them, which tables they fill. Each lives in a folder of its own beside this file.</summary>
public abstract class Dataset
{
    /// <summary>The name on the command line: lower case with hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>Raised with each change that gives other rows for the same input; part of the run key.</summary>
    public abstract int Version { get; }

    /// <summary>The fields of a raw record, in the order in which a batch holds them. Headers are matched trimmed and without regard to case.</summary>
    public abstract IReadOnlyList<string> RawFields { get; }

    /// <summary>How records that come as JSON are read; null for CSV.</summary>
    public virtual JsonForm? Json => null;

    /// <summary>The tables that a run writes, in the order of the result's <c>outputs</c>.</summary>
    public abstract IReadOnlyList<TableDefinition> Tables { get; }

    /// <summary>What becomes of rows with the same key.</summary>
    public abstract KeyPolicy KeyPolicy { get; }

    /// <summary>How each column of the first table comes from the raw fields, in the table's order of columns; none but arrivals: <see cref="Judge"/> decides on
    /// every record.</summary>
    public virtual IReadOnlyList<FieldPlan> Plan => [];

    /// <summary>How records become rows: a plan for each table where a <see cref="Router"/> sends them there, else that of the first table.</summary>
    public virtual IReadOnlyList<TablePlan> Plans => [new TablePlan(Tables[0], Plan, Judge)];

    /// <summary>Which table a record goes to; null where all go to the first, and may bring rows of the others with them.</summary>
    public virtual IRecordRouter? Router => null;

    /// <summary>Columns whose values always become keyed hashes, as if <c>--anonymize</c> named them. Default: none.</summary>
    public virtual IReadOnlyList<string> AlwaysAnonymized => [];

    /// <summary>The columns whose values must name known records of other datasets, where a run is told what is known. Default: none.</summary>
    public virtual IReadOnlyList<ForeignKey> ForeignKeys => [];

    /// <summary>The raw fields that name a person or tell who it is, for what is kept of raw records. Default: as the plans and equal names say.</summary>
    public virtual IReadOnlyList<PersonalField> PersonalFields => PersonalField.Of(this);

    /// <summary>Parses and validates one record: the judge of every record that the fast path does not accept.</summary>
    /// <param name="fields">By <see cref="RawFields"/>: raw text, or null where missing.</param>
    public abstract RecordJudgement Judge(IReadOnlyList<string?> fields);

    /// <summary>The analytics queries of this dataset.</summary>
    public virtual IReadOnlyList<NamedQuery> Queries => [];
}
