using System.IO.Compression;
using Cti.Manifests;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Tests.Warehouses.Cases;
using Cti.Tests.Warehouses.DuckDb;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Faults;
using Cti.Warehouses.PreFlight;
using Cti.Warehouses.Reading;

namespace Cti.Tests.Warehouses.Faults;

public sealed class RowFaultFinderTests : IDisposable
{
    private static readonly TableDefinition Table = new()
    {
        Name = "orders",
        Columns = [Column.Text("id", 64), Column.Text("note", 64).OrNull(), new ColumnDefinition { Name = "price", Type = ColumnType.Money, Nullable = true }],
        Key = ["id"],
    };

    private readonly Workbench _bench = new();
    private readonly PartReader _reader;

    public RowFaultFinderTests() => _reader = PartReader.Open(new DuckDbOptions(WarehouseBench.Memory, 2, _bench.Spill), _bench.Spill);

    public void Dispose()
    {
        _reader.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Scan_EachRule_NamesRowSourceAndLine()
    {
        ManifestOutput part = Part("a", """
            SELECT * FROM (VALUES ('1', 'ok', 1.00), ('2', NULL, 2.00), ('3', 'ééé', 3.00), ('4', 'nul' || chr(0), 4.00), ('five5', 'ok', 5.00), ('6', 'ok', 1000.00)) v(id, note, price)
            """);
        Lines(part, """{"source":"a.csv","line":10,"rows":4,"steps":[1,5,2]}""", """{"source":"b.csv","line":3,"rows":2}""");
        LiveTable live = Live(
            new LiveColumn { Name = "ID", Type = "varchar(4)", Accepts = [ColumnType.Text], MaxCharacters = 4 },
            new LiveColumn { Name = "note", Type = "varchar(5)", Accepts = [ColumnType.Text], MaxBytes = 5, Nullable = false },
            new LiveColumn { Name = "price", Type = "numeric(5,2)", Accepts = [ColumnType.Money], Precision = 5, Scale = 2 });

        IReadOnlyList<RowAtFault> found = await new RowFaultFinder(_reader, _bench.Store, _bench.Spill).ScanAsync(Table, live, [part], CancellationToken.None);

        Assert.Equal(
            [
                $"a.csv line 11 (row 2 of {part.Uri}): note is NULL, and the table's column takes none",
                $"a.csv line 16 (row 3 of {part.Uri}): note has 6 bytes in UTF-8, and the table's column takes 5",
                $"a.csv line 18 (row 4 of {part.Uri}): note holds the character U+0000, which the warehouse does not take",
                $"b.csv line 3 (row 5 of {part.Uri}): id has 5 characters, and the table's column takes 4",
                $"b.csv line 4 (row 6 of {part.Uri}): price has more than 3 digits before the point",
            ],
            found.Select(f => f.ToString()));
    }

    [Fact]
    public async Task Scan_ManyRowsInManyParts_NamesTheFirstFew()
    {
        ManifestOutput[] parts = [.. Enumerable.Range(0, 3).Select(n => Part($"p{n}", "SELECT i::VARCHAR AS id, NULL::VARCHAR AS note, NULL::DECIMAL(18,2) AS price FROM range(3) r(i)"))];
        LiveTable live = Live(new LiveColumn { Name = "note", Type = "text", Accepts = [ColumnType.Text], Nullable = false });

        IReadOnlyList<RowAtFault> found = await new RowFaultFinder(_reader, _bench.Store, _bench.Spill).ScanAsync(Table, live, parts, CancellationToken.None);

        Assert.Equal([(0, 1), (0, 2), (0, 3), (1, 1), (1, 2)], found.Select(f => (Array.FindIndex(parts, p => p.Uri == f.Part), (int)f.Row)));
        Assert.All(found, f => Assert.StartsWith("source not known (row ", f.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scan_AllFits_NamesNone()
    {
        ManifestOutput part = Part("a", "SELECT '1' AS id, 'x' AS note, 1::DECIMAL(18,2) AS price");

        Assert.Empty(await new RowFaultFinder(_reader, _bench.Store, _bench.Spill).ScanAsync(Table, Live(new LiveColumn { Name = "note", Type = "text", Accepts = [ColumnType.Text], MaxBytes = 1 }), [part], CancellationToken.None));
    }

    [Theory]
    [InlineData("no gzip at all")]
    [InlineData("")]
    public async Task At_LinesThatCannotBeRead_StillNamesTheRow(string content)
    {
        ManifestOutput part = Part("a", "SELECT '1' AS id, 'x' AS note, 1::DECIMAL(18,2) AS price");
        await File.WriteAllTextAsync(_bench.Store.PathOf(part.Lines), content);

        RowAtFault found = await new RowFaultFinder(_reader, _bench.Store, _bench.Spill).AtAsync(part, 1, "said the server", CancellationToken.None);

        Assert.Equal($"source not known (row 1 of {part.Uri}): said the server", found.ToString());
    }

    private ManifestOutput Part(string key, string select) => _bench.Run(key, new TestDataset(Table), select.Trim()).Manifest.Outputs[0];

    private void Lines(ManifestOutput part, params string[] stretches)
    {
        using FileStream file = File.Create(_bench.Store.PathOf(part.Lines));
        foreach (string stretch in stretches)
        {
            // As the sink writes it: one gzip member after another.
            using GZipStream gzip = new(file, CompressionLevel.Fastest, leaveOpen: true);
            using StreamWriter writer = new(gzip);
            writer.Write(stretch + "\n");
        }
    }

    private static LiveTable Live(params LiveColumn[] columns) => new("\"t\"", columns);
}
