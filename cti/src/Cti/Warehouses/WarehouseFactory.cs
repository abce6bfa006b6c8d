using Cti.Failures;
using Cti.ObjectStores;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Glue;
using Cti.Warehouses.Postgres;
using Cti.Warehouses.Redshift;

namespace Cti.Warehouses;

/// <summary>Makes the warehouse that a <c>--warehouse</c> argument names.</summary>
public static class WarehouseFactory
{
    private const string DuckDbScheme = "duckdb:";

    /// <summary>Makes it; nothing is opened before its first use.</summary>
    /// <param name="name"><c>duckdb:PATH</c>, <c>postgres</c>, <c>postgres://…</c>, <c>redshift</c>, <c>glue</c> or <c>glue:DATABASE</c>.</param>
    /// <param name="options">Names and resources.</param>
    /// <param name="store">Where the parts that manifests list are.</param>
    /// <param name="clock">The time of ledger entries and waits.</param>
    /// <exception cref="CtiException">Usage: no such warehouse.</exception>
    public static IWarehouse Create(string name, WarehouseOptions options, IObjectStore store, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        if (name.Equals("redshift", StringComparison.OrdinalIgnoreCase))
            return new RedshiftWarehouse(options.Redshift, options.Naming, options.Engine, store, clock, options.Logger);
        if (GlueAddress.IsMeant(name))
            return new GlueWarehouse(options.Glue, GlueAddress.Naming(name, options.Naming), store, clock, options.Logger);
        if (PostgresAddress.IsMeant(name))
            return new PostgresWarehouse(PostgresAddress.Parse(name, options.Postgres), options.Naming, options.Engine, store, clock, options.Logger);
        string path = name.StartsWith(DuckDbScheme, StringComparison.OrdinalIgnoreCase) ? name[DuckDbScheme.Length..] : "";
        if (path.Length == 0 || path.StartsWith(':') || path.Contains("://", StringComparison.Ordinal))
            throw CtiException.Usage("settings", $"there is no warehouse '{Shown(name)}': this version has duckdb:PATH, a local file such as duckdb:./cti-data/warehouse.duckdb, postgres or postgres://user@host:5432/database, redshift, and glue or glue:DATABASE.");
        return new DuckDbWarehouse(path, options.Naming, options.Engine, store, clock);
    }

    /// <summary>Whether an argument means a warehouse, rather than a place of objects.</summary>
    public static bool IsMeant(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Equals("redshift", StringComparison.OrdinalIgnoreCase) || GlueAddress.IsMeant(name) || PostgresAddress.IsMeant(name) || name.StartsWith(DuckDbScheme, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The same warehouse from any folder: a file by its full path.</summary>
    public static string Absolute(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(DuckDbScheme, StringComparison.OrdinalIgnoreCase) && name.Length > DuckDbScheme.Length ? DuckDbScheme + Path.GetFullPath(name[DuckDbScheme.Length..]) : name;
    }

    // A connection URL may carry a password: only its scheme is repeated.
    private static string Shown(string name)
    {
        int scheme = name.IndexOf(':', StringComparison.Ordinal);
        return scheme < 0 || name.StartsWith(DuckDbScheme, StringComparison.OrdinalIgnoreCase) ? name : name[..scheme] + ":…";
    }
}
