using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Cti.Parquet;
using Cti.Tests.Parquet.Readers;
using Xunit.Abstractions;

namespace Cti.Tests.Parquet;

/// <summary>Statistics hold: no reader that prunes by them misses a row, and the writer's own summaries are exact.</summary>
[Collection(WithParquetReaders.Name)]
public class StatisticsTests(ParquetReaders readers, ITestOutputHelper output)
{
    private const int Tables = 30;
    private static readonly string[] Operators = ["=", ">=", "<=", ">", "<"];

    [Fact]
    public async Task Query_WithPredicates_FindsEveryRow()
    {
        int first = Seeds.First(output);
        for (int seed = first; seed < first + Tables; seed++)
        {
            GeneratedTable table = new TableGenerator(seed).Table();
            using TemporaryFile file = new();
            await table.WriteAsync(file.Path);
            Random random = new(seed);
            for (int i = 0; i < table.Schema.Fields.Count; i++)
            {
                string?[] values = [.. table.Expected(i).Where(value => value is not null)];
                for (int probes = values.Length == 0 ? 0 : 3; probes > 0; probes--)
                    await AssertFound(file.Path, table.Schema.Fields[i], values!, values[random.Next(values.Length)]!, Operators[random.Next(Operators.Length)], seed);
            }
        }
    }

    [Fact]
    public async Task Columns_OfAnyTable_AreWhatANaiveCountFinds()
    {
        int first = Seeds.First(output);
        for (int seed = first; seed < first + (4 * Tables); seed++)
        {
            GeneratedTable table = new TableGenerator(seed).Table();
            ParquetFileWriter writer = await table.WriteAsync((_, _) => ValueTask.CompletedTask);
            Assert.Equal(table.Rows, writer.Rows);
            for (int i = 0; i < writer.Columns.Count; i++) AssertSummary(writer.Columns[i], table.Expected(i), seed);
        }
    }

    [Fact]
    public async Task ColumnIndex_OfAnyTable_BoundsEveryPage()
    {
        int first = Seeds.First(output);
        for (int seed = first; seed < first + Tables; seed++)
        {
            GeneratedTable table = new TableGenerator(seed).Table();
            using TemporaryFile file = new();
            await table.WriteAsync(file.Path);
            JsonArray pages = (await readers.ReadMetadataAsync(file.Path))["pages"]!.AsArray();
            IReadOnlyList<IReadOnlyList<GeneratedColumn>> groups = [.. table.Groups.Where(group => group[0].Values.Count > 0)];
            Assert.Equal(groups.Count, pages.Count);
            for (int g = 0; g < groups.Count; g++)
                for (int i = 0; i < table.Schema.Fields.Count; i++)
                    AssertPages(table.Schema.Fields[i], groups[g][i].Expected, pages[g]![i]!, seed);
        }
    }

    private async Task AssertFound(string path, ParquetField field, string[] values, string probe, string @operator, int seed)
    {
        string sql = $"SELECT count(*) FROM '{path}' WHERE \"{field.Name}\" {@operator} {TypedValue.Sql(field, probe)}";
        int expected = values.Count(value => Holds(@operator, TypedValue.Compare(field.Type, value, probe)));

        IReadOnlyList<IReadOnlyList<string?>> answer = await readers.QueryAsync(sql);

        Assert.True(expected.ToString(CultureInfo.InvariantCulture) == answer[0][0], $"seed {seed}: {sql} gives {answer[0][0]}, {expected} expected");
    }

    private static bool Holds(string @operator, int order) => @operator switch
    {
        "=" => order == 0,
        ">=" => order >= 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order < 0,
    };

    private static void AssertSummary(ColumnSummary summary, IReadOnlyList<string?> expected, int seed)
    {
        string what = $"seed {seed}, {summary.Field}";
        ParquetType type = summary.Field.Type;
        string[] values = [.. expected.Where(value => value is not null)!];
        Assert.True(expected.Count == summary.Rows && expected.Count - values.Length == summary.Nulls, $"{what}: {summary.Rows} rows, {summary.Nulls} NULLs");
        int longest = type == ParquetType.Utf8 && values.Length > 0 ? values.Max(Encoding.UTF8.GetByteCount) : 0;
        Assert.True(longest == summary.LongestBytes, $"{what}: longest {summary.LongestBytes}, {longest} expected");
        if (summary.Field.OmitStatistics || values.Length == 0 || values.Contains("NaN"))
        {
            Assert.True(summary.Min is null && summary.Max is null, $"{what}: bounds where there can be none");
            return;
        }

        Comparer<string> order = Comparer<string>.Create((left, right) => TypedValue.Compare(type, left, right));
        Assert.True(order.Compare(values.Min(order), Canonical(summary.Field, summary.Min!)) == 0, $"{what}: minimum {summary.MinText}");
        Assert.True(order.Compare(values.Max(order), Canonical(summary.Field, summary.Max!)) == 0, $"{what}: maximum {summary.MaxText}");
    }

    private static string Canonical(ParquetField field, byte[] plain) => ColumnStyle.Canonical(field.Type switch
    {
        ParquetType.Utf8 => Encoding.UTF8.GetString(plain),
        ParquetType.Boolean => plain[0] != 0,
        ParquetType.Double => BitConverter.ToDouble(plain),
        ParquetType.Int32 or ParquetType.Date => BitConverter.ToInt32(plain),
        _ => BitConverter.ToInt64(plain),
    })!;

    private static void AssertPages(ParquetField field, IReadOnlyList<string?> expected, JsonNode chunk, int seed)
    {
        int[] starts = [.. chunk["offsetIndex"]!["page_locations"]!.AsArray().Select(page => int.Parse(page!["first_row_index"]!.ToString(), CultureInfo.InvariantCulture))];
        JsonNode? index = chunk["columnIndex"];
        if (index is null)
        {
            Assert.True(field.OmitStatistics || expected.Contains("NaN"), $"seed {seed}, {field}: no column index");
            return;
        }

        for (int page = 0; page < starts.Length; page++)
        {
            string what = $"seed {seed}, {field}, page {page}";
            string?[] rows = [.. expected.Skip(starts[page]).Take((page + 1 < starts.Length ? starts[page + 1] : expected.Count) - starts[page])];
            string[] values = [.. rows.Where(row => row is not null)!];
            Assert.True(rows.Length - values.Length == int.Parse(index["nullCounts"]![page]!.ToString(), CultureInfo.InvariantCulture), $"{what}: NULLs");
            Assert.True((values.Length == 0) == index["nullPages"]![page]!.GetValue<bool>(), $"{what}: null page");
            byte[] min = Convert.FromHexString(index["minValues"]![page]!.ToString());
            byte[] max = Convert.FromHexString(index["maxValues"]![page]!.ToString());
            if (values.Length == 0) Assert.True(min.Length + max.Length == 0, $"{what}: bounds of a null page");
            else AssertBounds(field, values, Canonical(field, min), Canonical(field, max), what);
        }
    }

    private static void AssertBounds(ParquetField field, string[] values, string min, string max, string what)
    {
        Assert.True(values.All(value => TypedValue.Compare(field.Type, min, value) <= 0 && TypedValue.Compare(field.Type, value, max) <= 0), $"{what}: {min} to {max}");
        if (field.Type == ParquetType.Utf8) return;

        // Only text is ever cut; and zeros have the sign that makes them bounds of both.
        Assert.True(values.Any(value => TypedValue.Compare(field.Type, min, value) == 0) && values.Any(value => TypedValue.Compare(field.Type, value, max) == 0), $"{what}: {min} to {max} is too wide");
        if (field.Type == ParquetType.Double) Assert.True(TypedValue.Real(min) != 0 || double.IsNegative(TypedValue.Real(min)), $"{what}: minimum +0");
        if (field.Type == ParquetType.Double) Assert.True(TypedValue.Real(max) != 0 || double.IsPositive(TypedValue.Real(max)), $"{what}: maximum -0");
    }
}
