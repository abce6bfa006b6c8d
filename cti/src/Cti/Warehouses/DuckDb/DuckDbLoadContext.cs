using Cti.Records;

namespace Cti.Warehouses.DuckDb;

/// <summary>What all transactions of one load share.</summary>
internal sealed record DuckDbLoadContext
{
    /// <summary>The dataset of all runs.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>How rows come in.</summary>
    public required LoadMode Mode { get; init; }

    /// <summary>What the settings say of names.</summary>
    public required TableNaming Naming { get; init; }

    /// <summary>DuckDB's own memory limit, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>A local folder for fetched parts.</summary>
    public required string Scratch { get; init; }

    /// <summary>Program and version, for the ledger.</summary>
    public required string Tool { get; init; }

    /// <summary>Where the ledger has its time from.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The schema of all tables.</summary>
    public string Schema => Naming.SchemaIn(DuckDbDialect.Instance);

    /// <summary>Whether the settings name the schema, which then is made where it is missing.</summary>
    public bool NamedSchema => Naming.Schema is not null;
}
