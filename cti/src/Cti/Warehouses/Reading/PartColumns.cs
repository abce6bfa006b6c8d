using Cti.Failures;
using Cti.Records;
using Cti.Warehouses.DuckDb;

namespace Cti.Warehouses.Reading;

/// <summary>Makes sure that a part holds the columns that its table declares, by name, order and type.</summary>
internal static class PartColumns
{
    /// <summary>Compares a part's footer with the declaration.</summary>
    /// <param name="connection">The engine.</param>
    /// <param name="table">The declaration.</param>
    /// <param name="file">The part, local.</param>
    /// <param name="uri">Where it came from, for the message.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CtiException">RefusedByWarehouse: they differ.</exception>
    public static void Check(DuckDbConnection connection, TableDefinition table, string file, string uri, CancellationToken cancellationToken)
    {
        string[] expected = [.. table.Columns.Select(c => $"{c.Name} {DuckDbDialect.Instance.TypeOf(c)}")];
        string[] found = [.. connection.Query(PartSql.Describe(file), cancellationToken).Rows.Select(r => $"{r[0]} {r[1]}")];
        if (!found.SequenceEqual(expected))
        {
            throw new CtiException(
                FailureKind.RefusedByWarehouse,
                "load",
                $"{uri} has the columns ({string.Join(", ", found)}), but table {table.Name} has ({string.Join(", ", expected)}); extract again with this version.");
        }
    }
}
