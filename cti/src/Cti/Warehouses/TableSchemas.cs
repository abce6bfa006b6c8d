using System.Text.Json;
using System.Text.Json.Nodes;
using Cti.Failures;
using Cti.Records;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Glue;
using Cti.Warehouses.Postgres;
using Cti.Warehouses.Redshift;

namespace Cti.Warehouses;

/// <summary>A dataset's tables as a warehouse, or a reader of JSON, wants them declared.</summary>
public static class TableSchemas
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What <see cref="Write"/> can be asked for.</summary>
    public static IReadOnlyList<string> Targets { get; } = ["redshift", "postgres", "duckdb", "glue", "json-schema"];

    /// <summary>The DDL script, Glue's TableInputs or the JSON Schema, ending with a line feed.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="target">One of <see cref="Targets"/>.</param>
    /// <param name="naming">The settings' schema and table.</param>
    /// <exception cref="CtiException">Usage: no such target, or <c>table</c> set for several tables.</exception>
    public static string Write(Dataset dataset, string target, TableNaming naming)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return target switch
        {
            "redshift" => DdlWriter.Script(RedshiftDialect.Instance, dataset, naming),
            "postgres" => DdlWriter.Script(PostgresDialect.Instance, dataset, naming),
            "duckdb" => DdlWriter.Script(DuckDbDialect.Instance, dataset, naming),
            "glue" => Text(new JsonArray([.. dataset.Tables.Select(t => (JsonNode)GlueTableInput.Of(t))])),
            "json-schema" => Text(RowSchema.Of(dataset)),
            _ => throw CtiException.Usage("settings", $"no schema for '{target}': {string.Join(", ", Targets)} are there."),
        };
    }

    private static string Text(JsonNode document) => document.ToJsonString(Readable) + "\n";
}
