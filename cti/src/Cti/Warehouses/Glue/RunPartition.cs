using System.Globalization;
using System.Text.Json.Nodes;
using Cti.Failures;
using Cti.Manifests;
using Cti.Records;
using Cti.Warehouses.Glue.Api;

namespace Cti.Warehouses.Glue;

/// <summary>A committed run's files of one table, as a partition.</summary>
internal sealed record RunPartition
{
    private const string RowsKey = "cti.rows";
    private const string FromKey = "cti.from";
    private const string ToKey = "cti.to";
    private const string LoadKey = "cti.load";
    private const string Runs = "/_runs/";
    private const int MonthLength = 7;

    /// <summary>The run, which is the partition's value.</summary>
    public string Run => Source.Manifest.Run;

    /// <summary>The run's manifest.</summary>
    public required LoadSource Source { get; init; }

    /// <summary>The table's declaration.</summary>
    public required TableDefinition Table { get; init; }

    /// <summary>The folder of the run's parts, with a slash at its end.</summary>
    public required string Location { get; init; }

    /// <summary>The run's rows of the table.</summary>
    public long Rows => Source.Manifest.RowsOf(Table.Name);

    /// <summary>The folder of all runs of the table.</summary>
    public string TableLocation => Location[..(Location.TrimEnd('/').LastIndexOf('/') + 1)];

    /// <summary>A run's partition of a table.</summary>
    /// <exception cref="CtiException">Usage: the run is not in S3, or its parts are not in one folder.</exception>
    public static RunPartition Of(LoadSource source, TableDefinition table)
    {
        // Shards that are not one run yet have their parts below _runs/: the run that is made of them has its own place.
        string[] folders = [.. source.Manifest.Outputs.Where(o => o.Table == table.Name && !o.Uri.Contains(Runs, StringComparison.Ordinal)).Select(o => o.Uri[..(o.Uri.LastIndexOf('/') + 1)]).Distinct()];
        if (folders.Length > 1)
            throw CtiException.Usage("load", $"{source.Uri} has parts of table {table.Name} in {string.Join(" and ", folders)}; a partition is one folder. Run the extract again under another run key.");
        string location = folders.FirstOrDefault() ?? $"{RootOf(source)}/{table.Name}/run={source.Manifest.Run}/";
        return location.StartsWith("s3://", StringComparison.Ordinal)
            ? new RunPartition { Source = source, Table = table, Location = location }
            : throw CtiException.Usage("load", $"{location} is not in S3, where alone Athena reads; run the extract with --output s3://bucket/prefix.");
    }

    /// <summary>The partition as it is sent.</summary>
    /// <param name="table">The table as it is there: its partitions have the same columns and formats.</param>
    /// <param name="load">Tells this load from others.</param>
    /// <param name="tool">Program and version.</param>
    /// <param name="now">The time.</param>
    public GluePartition Input(GlueTable table, string load, string tool, DateTimeOffset now)
    {
        JsonObject storage = (JsonObject)table.StorageDescriptor!.DeepClone();
        storage[GlueTableInput.LocationKey] = Location;
        Dictionary<string, string> parameters = new()
        {
            ["cti.manifest"] = Source.Uri,
            ["cti.revision"] = Source.Manifest.Revision.ToString(CultureInfo.InvariantCulture),
            ["cti.tool"] = tool,
            ["cti.loaded_at"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture),
            [RowsKey] = Rows.ToString(CultureInfo.InvariantCulture),
            [LoadKey] = load,
        };
        if (Times() is var (from, to))
            (parameters[FromKey], parameters[ToKey]) = (from, to);
        return new GluePartition { Values = [Run], StorageDescriptor = storage, Parameters = parameters };
    }

    /// <summary>Whether a partition was made by this very load.</summary>
    public static bool IsOf(GluePartition live, string load) => live.Parameters?.GetValueOrDefault(LoadKey) == load;

    /// <summary>The folder of a partition that is there, with a slash at its end; null where it has none.</summary>
    public static string? LocationOf(GluePartition live) => (string?)live.StorageDescriptor?[GlueTableInput.LocationKey] is { Length: > 0 } location ? location.TrimEnd('/') + "/" : null;

    /// <summary>Whether all rows of this run lie in a month (true), none does (false), or some may (null).</summary>
    public bool? IsIn(string month) => Rows == 0 ? false : Times() is var (from, to) ? IsIn(month, from, to) : null;

    /// <summary>The same of a partition that is there, as far as its parameters tell.</summary>
    public static bool? IsIn(GluePartition live, string month)
    {
        string? Of(string key) => live.Parameters?.GetValueOrDefault(key);
        return Of(RowsKey) == "0" ? false : (Of(FromKey), Of(ToKey)) is (string from, string to) ? IsIn(month, from, to) : null;
    }

    private static bool? IsIn(string month, string from, string to)
    {
        if (from.Length < MonthLength || to.Length < MonthLength)
            return null;
        (int first, int last) = (string.CompareOrdinal(from[..MonthLength], month), string.CompareOrdinal(to[..MonthLength], month));
        return (first, last) switch
        {
            (0, 0) => true,
            ( > 0, _) or (_, < 0) => false,
            _ => null,
        };
    }

    // Least and greatest time of the rows; null where the manifest does not tell, or where some have none.
    private (string From, string To)? Times()
    {
        ManifestColumn[] columns = [.. Source.Manifest.Outputs.Where(o => o.Table == Table.Name).SelectMany(o => o.Schema).Where(c => c.Name == Table.MonthColumn)];
        return columns.Length > 0 && columns.All(c => c is { Nulls: 0, Min: not null, Max: not null })
            ? (columns.Select(c => c.Min).Min(StringComparer.Ordinal)!, columns.Select(c => c.Max).Max(StringComparer.Ordinal)!)
            : null;
    }

    // A run without rows of this table has no part of it, but it has its place all the same.
    private static string RootOf(LoadSource source)
    {
        int runs = source.Uri.LastIndexOf(Runs, StringComparison.Ordinal);
        return runs >= 0 ? source.Uri[..runs] : throw CtiException.Usage("load", $"{source.Uri} is not below _runs/ of an output folder, so the folders of its tables are not known; give the manifest where the extract wrote it.");
    }
}
