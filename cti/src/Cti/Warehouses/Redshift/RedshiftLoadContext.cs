using Cti.Records;

namespace Cti.Warehouses.Redshift;

/// <summary>What all transactions of one load share.</summary>
internal sealed record RedshiftLoadContext
{
    /// <summary>The dataset of all runs.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>How rows come in.</summary>
    public required LoadMode Mode { get; init; }

    /// <summary>Whether missing tables are made.</summary>
    public required bool Create { get; init; }

    /// <summary>What the settings say of names.</summary>
    public required TableNaming Naming { get; init; }

    /// <summary>The role that COPY reads with: an ARN or <c>default</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The schema of all tables.</summary>
    public string Schema => Naming.SchemaIn(RedshiftDialect.Instance);

    /// <summary>Every table of the dataset, each followed by those computed from it.</summary>
    public IEnumerable<TableDefinition> AllTables => Dataset.Tables.SelectMany(t => t.Derived.Select(DdlWriter.AsTable).Prepend(t));

    /// <summary>The name that a table goes by in the warehouse.</summary>
    public string NameOf(TableDefinition table) => Naming.NameOf(Dataset, table.Name);

    /// <summary>The statements for a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="run">Which of the unit's runs, from 0.</param>
    public RedshiftLoadSql SqlOf(TableDefinition table, int run = 0) => new(table, Schema, NameOf(table), run);
}
