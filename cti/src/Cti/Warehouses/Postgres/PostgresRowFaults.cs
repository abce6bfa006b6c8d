using System.Globalization;
using System.Text.RegularExpressions;
using Cti.Failures;
using Cti.Manifests;
using Cti.Records;
using Cti.Warehouses.Faults;
using Cti.Warehouses.PreFlight;
using Npgsql;

namespace Cti.Warehouses.Postgres;

/// <summary>Values that PostgreSQL refused as the program's failure, with their rows.</summary>
internal static partial class PostgresRowFaults
{
    /// <summary>The failure: by the row that the server names, else by looking through the part, or through all.</summary>
    public static async Task<CtiException> OfAsync(RowFaultFinder finder, PartRefusedException e, LoadSource source, TableDefinition table, LiveTable live, CancellationToken cancellationToken)
    {
        string said = $"{e.Refusal.MessageText} ({e.Refusal.SqlState})";
        IEnumerable<ManifestOutput> parts = e.Part is null ? source.Manifest.Outputs.Where(o => o.Table == table.Name) : [e.Part];
        string rows = e.Part is not null && Line(e.Refusal.Where) is { } line
            ? (await finder.AtAsync(e.Part, line, Reason(e.Refusal), cancellationToken).ConfigureAwait(false)).ToString()
            : string.Join("; ", await finder.ScanAsync(table, live, parts, cancellationToken).ConfigureAwait(false));
        string where = rows.Length > 0 ? rows : $"{said}, and every value fits what is known of the table: look at its triggers, references and unique indexes";
        return new CtiException(FailureKind.RefusedByWarehouse, "load", $"table {live.Target} refused {source.Uri}, and nothing was changed: {where}. Correct the record or the table, and extract again.", e);
    }

    private static string Reason(PostgresException e)
    {
        // The context's column is the one being read when the server stopped; a rule's own column is told apart from it.
        string? column = e.ColumnName ?? Column(e.Where);
        return column is null ? $"{e.MessageText} ({e.SqlState})" : $"{column}: {e.MessageText} ({e.SqlState})";
    }

    private static long? Line(string? context) => context is not null && CopyLine().Match(context) is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    private static string? Column(string? context) => context is not null && CopyLine().Match(context) is { Success: true } match && match.Groups[2].Success ? match.Groups[2].Value : null;

    // COPY cti_staging, line 7, column note
    [GeneratedRegex(@"^COPY .+?, line (\d+)(?:, column ([^:\r\n]+))?", RegexOptions.Multiline)]
    private static partial Regex CopyLine();
}
