using System.Text;
using Cti.Quality.Validation;
using Cti.Records;
using Cti.Records.Batches;

namespace Cti.Tests.Quality;

/// <summary>The fast path and the validators must always agree: what one accepts the other accepts, with the same values.</summary>
public class FlatTransformTests
{
    private static readonly TransformOptions Options = new() { Arrivals = [1_000_000] };

    /// <summary>Every table that has a fast path.</summary>
    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (TablePlan plan in DatasetCatalog.All.SelectMany(d => d.Plans).Where(p => !p.IsJudged))
            {
                for (int seed = 1; seed <= 6; seed++)
                    cases.Add(plan.Table.Name, seed);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_GeneratedRows_AgreesWithTheValidator(string table, int seed)
    {
        (Dataset dataset, TablePlan plan) = PlanOf(table);
        Random random = new(seed);
        int rows = seed % 2 == 0 ? 6_000 : 900;
        string?[][] texts = [.. Enumerable.Range(0, rows).Select(_ => FieldTexts.Row(dataset, random))];
        RecordBatch batch = new(plan.Table);
        new FlatTransform(dataset, plan, Options).Run(RawBatches.Of(dataset, texts), batch);

        int rejects = 0;
        for (int row = 0; row < rows; row++)
        {
            RecordJudgement judged = plan.Judge(texts[row]);
            string shown = $"seed {seed}, row {row}: {string.Join(" | ", texts[row])} ({string.Join("; ", judged.Failures.Select(f => f.Message))})";
            Assert.True(judged.IsAccepted == (batch.States[row] == RowState.Kept), shown);
            if (judged.IsAccepted)
                Assert.True(WithArrival(plan, judged.Values).SequenceEqual(ValuesOf(batch, row)), $"{shown}: {string.Join(" | ", ValuesOf(batch, row))}");
            else
                Assert.Equal(judged.Failures, batch.Rejects[rejects++].Failures);
        }

        Assert.Equal(rejects, batch.Rejects.Count);
        Assert.InRange(rejects, 1, rows - 1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_RowsEqualAfterNormalising_HaveEqualKeysAndContents(string table, int seed)
    {
        (Dataset dataset, TablePlan plan) = PlanOf(table);
        Random random = new(seed);
        string?[][] texts = [.. Enumerable.Range(0, 4_000).Select(_ => FieldTexts.Row(dataset, random))];
        RecordBatch batch = new(plan.Table);
        new FlatTransform(dataset, plan, Options).Run(RawBatches.Of(dataset, texts), batch);

        Dictionary<string, (UInt128 Key, ulong Content)> identities = [];
        for (int row = 0; row < texts.Length; row++)
        {
            if (batch.States[row] != RowState.Kept)
                continue;
            string row1 = string.Join('\u0001', ValuesOf(batch, row));
            (UInt128, ulong) identity = (batch.Keys[row], batch.Contents[row]);
            if (!identities.TryAdd(row1, identity))
                Assert.Equal(identities[row1], identity);
        }

        Assert.Equal(identities.Count, identities.Values.Distinct().Count());
    }

    [Fact]
    public void Run_Month_FiltersTheOthersAndRowsWithoutTime()
    {
        Dataset dataset = DatasetCatalog.Find("interactions")!;
        string[][] texts =
        [
            ["1", "1", "1", "a", "2024-01-31 23:59:59.999999"], ["2", "1", "1", "a", "2024-02-01"], ["3", "1", "1", "a", ""],
            ["4", "1", "1", "a", "2024-02-01T00:30:00+01:00"], ["0", "1", "1", "a", "2023-01-01"],
        ];
        RecordBatch batch = new(dataset.Tables[0]);

        new FlatTransform(dataset, new TransformOptions { Month = MonthRange.Parse("2024-01") }).Run(RawBatches.Of(dataset, texts), batch);

        Assert.Equal([RowState.Kept, RowState.Filtered, RowState.Filtered, RowState.Kept, RowState.Rejected], batch.States.Take(5));
    }

    [Fact]
    public void Run_Anonymize_PutsTheSameKeyedHashForEqualValues()
    {
        Dataset dataset = DatasetCatalog.Find("key-data")!;
        string[][] texts = [["Alice", "x"], [" alice ", "y"], ["İstanbul", "z"], ["", "w"]];
        RecordBatch batch = new(dataset.Tables[0]);

        new FlatTransform(dataset, new TransformOptions { Anonymize = ["key"], Pepper = "planted" }).Run(RawBatches.Of(dataset, texts), batch);

        // echo -ne 'key\0alice' | openssl dgst -sha256 -hmac planted
        const string Alice = "541d7f952454c2339690747f9ba9bce43f0bbb44d68fae021135c300976037f2";
        Assert.Equal(Alice, ValuesOf(batch, 0)[0]);
        Assert.Equal(Alice, ValuesOf(batch, 1)[0]);
        Assert.NotEqual(Alice, ValuesOf(batch, 2)[0]);
        Assert.Equal("y", ValuesOf(batch, 1)[1]);
        Assert.Equal(RowState.Rejected, batch.States[3]);
    }

    private static (Dataset Dataset, TablePlan Plan) PlanOf(string table) =>
        DatasetCatalog.All.SelectMany(d => d.Plans, (d, p) => (d, p)).Single(x => x.p.Table.Name == table);

    private static IEnumerable<object?> WithArrival(TablePlan plan, IReadOnlyList<object?> values) =>
        values.Select((value, column) => plan.Fields.Any(f => f.IsArrival && f.Column == plan.Table.Columns[column].Name) ? 1_000_000L : value);

    internal static object?[] ValuesOf(RecordBatch batch, int row) => [.. batch.Columns.Select(column => ValueOf(column, row))];

    private static object? ValueOf(ColumnVector column, int row) => column switch
    {
        TextColumn text => text.IsNull(row) ? null : Encoding.UTF8.GetString(text.ValueAt(row)),
        Int64Column numbers => numbers.Nulls[row] == 1 ? null : numbers.Values[row],
        _ => throw new InvalidOperationException(column.GetType().Name),
    };
}
