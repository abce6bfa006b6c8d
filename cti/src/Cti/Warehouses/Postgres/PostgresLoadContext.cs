using Cti.Records;

namespace Cti.Warehouses.Postgres;

/// <summary>What all transactions of one load share.</summary>
internal sealed record PostgresLoadContext
{
    /// <summary>The dataset of all runs.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>How rows come in.</summary>
    public required LoadMode Mode { get; init; }

    /// <summary>Whether tables that are missing are made.</summary>
    public required bool Create { get; init; }

    /// <summary>What the settings say of names.</summary>
    public required TableNaming Naming { get; init; }

    /// <summary>Where the ledger has its time from.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The schema of all tables.</summary>
    public string Schema => Naming.SchemaIn(PostgresDialect.Instance);

    /// <summary>The statements for a table, as the settings name it.</summary>
    public PostgresLoadSql SqlFor(TableDefinition table) => new(table, Schema, Naming.NameOf(Dataset, table.Name));

    /// <summary>The statements for a derived table.</summary>
    public PostgresLoadSql SqlFor(DerivedTable derived) => new(DdlWriter.AsTable(derived), Schema, Naming.NameOf(Dataset, derived.Name));
}
