using System.Text.Json;
using System.Text.Json.Nodes;
using Cti.Parquet;
using Cti.Tests.Parquet.Readers;

namespace Cti.Tests.Parquet;

/// <summary>The metadata of one small file of all types, as a foreign reader sees it: types, annotations, encodings, statistics, indexes.</summary>
[Collection(WithParquetReaders.Name)]
public class MetadataTests(ParquetReaders readers)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Set CTI_UPDATE_GOLDEN=1 to write the file anew; then read the difference.</summary>
    [Fact]
    public async Task Metadata_OfAllTypes_IsAsInTheGoldenFile()
    {
        string golden = Repository.Path("cti", "tests", "Cti.Tests", "Parquet", "Golden", "metadata.json");
        using TemporaryFile file = new();
        await AllTypes().WriteAsync(file.Path);
        JsonNode metadata = await readers.ReadMetadataAsync(file.Path);
        metadata.AsObject().Remove("id");
        string actual = metadata.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";

        if (Environment.GetEnvironmentVariable("CTI_UPDATE_GOLDEN") == "1") await File.WriteAllTextAsync(golden, actual);

        Assert.Equal(await File.ReadAllTextAsync(golden), actual);
    }

    [Fact]
    public async Task Types_InDuckDb_AreThoseOfTheWarehouse()
    {
        using TemporaryFile file = new();
        await AllTypes().WriteAsync(file.Path);

        IReadOnlyList<ReadColumn> columns = await readers.ReadAsync("duckdb", file.Path);

        Assert.Equal(["VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "DECIMAL(18,2)"], columns.Select(column => column.Type));
    }

    [Fact]
    public async Task Types_InPolars_AreThoseOfTheWarehouse()
    {
        using TemporaryFile file = new();
        await AllTypes().WriteAsync(file.Path);

        IReadOnlyList<ReadColumn> columns = await readers.ReadAsync("polars", file.Path);

        Assert.Equal(["String", "Int32", "Int64", "Float64", "Bool", "Date", "Datetime(us,)", "Decimal(18,2)"], columns.Select(column => column.Type));
    }

    private static GeneratedTable AllTypes()
    {
        ParquetField[] fields = [.. Enum.GetValues<ParquetType>().Select(type => new ParquetField(type.ToString(), type, type != ParquetType.Int64) { OmitStatistics = type == ParquetType.Double })];
        ParquetWriterOptions options = new()
        {
            PageBytes = 64,
            StatisticsMaxBytes = 8,
            CreatedBy = "cti version 0.1.0",
            Metadata = [new("dataset", "all types"), new("version", "1")],
        };
        Random random = new(11);
        ColumnStyle[] styles = [.. fields.Select(field => new ColumnStyle(field, random))];
        return new GeneratedTable(new ParquetSchema(fields), options, [.. new[] { 40, 3 }.Select(rows => styles.Select(style => style.Column(rows)).ToList())]);
    }
}
