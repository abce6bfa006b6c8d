using Cti.Failures;
using Cti.Records;
using Cti.Warehouses.Checks;

namespace Cti.Warehouses.DuckDb;

/// <summary>Looks at a database file as a load would find it; one that is not there is not made.</summary>
/// <param name="path">The file.</param>
/// <param name="naming">Schema and table of the settings.</param>
/// <param name="open">Opens it for writing.</param>
internal sealed class DuckDbCheck(string path, TableNaming naming, Func<CancellationToken, Task<DuckDbConnection>> open)
{
    private readonly string _schema = naming.SchemaIn(DuckDbDialect.Instance);

    /// <summary>Looks at everything.</summary>
    public async Task<IReadOnlyList<Check>> RunAsync(Dataset? dataset, CancellationToken cancellationToken)
    {
        CheckList checks = new();
        try
        {
            DuckDbLibrary.Require();
            if (File.Exists(path))
            {
                using DuckDbConnection connection = await open(cancellationToken).ConfigureAwait(false);
                checks.Add(Write(connection, cancellationToken));
                checks.Add(Tables(connection, dataset, cancellationToken));
            }
            else
            {
                checks.Add(Folder());
                checks.Add(Check.NotChecked("table", "there is no file yet; the first load makes it with its tables"));
            }
        }
        catch (CtiException e)
        {
            checks.Add(Check.Failed("warehouse", e, "build with npm at hand, which fetches the engine"));
        }
        catch (DuckDbException e)
        {
            checks.Add(Check.Failed("warehouse", DuckDbFailures.Of(e, "doctor", path), "check the file's rights and that no other program has it open"));
            checks.Add(Check.NotChecked("table", "the warehouse comes first"));
        }

        return checks.All;
    }

    private Check Write(DuckDbConnection connection, CancellationToken cancellationToken)
    {
        connection.Execute("BEGIN TRANSACTION", cancellationToken);
        connection.Execute("CREATE TABLE cti_doctor_probe (probe INTEGER)", cancellationToken);
        connection.Execute("INSERT INTO cti_doctor_probe VALUES (1)", cancellationToken);
        connection.Execute("ROLLBACK", cancellationToken);
        return Check.Ok("warehouse", $"{path}: DuckDB {DuckDbLibrary.Load()}, can be written");
    }

    private IEnumerable<Check> Tables(DuckDbConnection connection, Dataset? dataset, CancellationToken cancellationToken)
    {
        if (dataset is null)
            return [Check.NotChecked("table", "no dataset was named", "say --dataset to have its tables compared")];
        IEnumerable<TableDefinition> tables = dataset.Tables.SelectMany(t => t.Derived.Select(DdlWriter.AsTable).Prepend(t));
        return tables.Select(t => Table(connection, t, naming.NameOf(dataset, t.Name), cancellationToken)).Append(Table(connection, LedgerTable.Definition, LedgerTable.Name, cancellationToken));
    }

    private Check Table(DuckDbConnection connection, TableDefinition table, string name, CancellationToken cancellationToken)
    {
        string shown = DuckDbDialect.Instance.Qualify(_schema, name);
        return DuckDbTables.Look(connection, table, _schema, name, cancellationToken) switch
        {
            null => Check.Ok(TableCheck.NameOf(table), $"{shown} is not there yet; the next load makes it"),
            [] => Check.Ok(TableCheck.NameOf(table), $"{shown} fits the dataset ({table.Columns.Count} columns)"),
            var differences => Check.Failed(
                TableCheck.NameOf(table), FailureKind.RefusedByWarehouse, $"{shown} has other columns than the dataset needs: {string.Join("; ", differences)}", "change the table, or load into another by the settings schema and table"),
        };
    }

    // The nearest folder that is there decides whether the others can be made in it.
    private Check Folder()
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        while (!Directory.Exists(folder) && !File.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
            folder = parent;
        try
        {
            string probe = Path.Combine(folder, ".cti-" + Path.GetRandomFileName());
            using FileStream file = new(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return Check.Ok("warehouse", $"{path} is not there yet; the first load makes it (DuckDB {DuckDbLibrary.Load()})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Check.Failed("warehouse", FailureKind.Usage, $"{path} cannot be made: {e.Message}", "name a file in a folder that can be written to");
        }
    }
}
