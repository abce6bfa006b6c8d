using Cti.Manifests;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses.Postgres;
using Cti.Warehouses.PreFlight;

namespace Cti.Tests.Warehouses.PreFlight;

public sealed class TablePreFlightTests
{
    private static readonly TableDefinition Table = new()
    {
        Name = "orders",
        Columns =
        [
            Column.Text("id", 36),
            Column.Text("note", 64).OrNull(),
            new ColumnDefinition { Name = "price", Type = ColumnType.Money },
            new ColumnDefinition { Name = "count", Type = ColumnType.Int32, Nullable = true },
            Column.Timestamp("moment").OrNull(),
        ],
        Key = ["id"],
    };

    private static readonly LiveColumn Id = TextColumn("id", "text") with { Nullable = false };
    private static readonly LiveColumn Note = TextColumn("note", "text");
    private static readonly LiveColumn Price = new() { Name = "price", Type = "numeric(18,2)", Accepts = [ColumnType.Money], Precision = 18, Scale = 2 };
    private static readonly LiveColumn Count = new() { Name = "count", Type = "integer", Accepts = [ColumnType.Int32] };
    private static readonly LiveColumn Moment = new() { Name = "moment", Type = "timestamp without time zone", Accepts = [ColumnType.Timestamp] };

    [Fact]
    public void Compare_TableAsDeclared_FindsNothing() => Assert.Empty(Compare([Part()], Id, Note, Price, Count, Moment));

    [Fact]
    public void Compare_EverythingWrongAtOnce_NamesItAllWithWhatMendsIt()
    {
        LiveColumn[] live =
        [
            TextColumn("id", "character varying(10)") with { MaxBytes = 10 },
            Note with { Nullable = false },
            Price with { Type = "numeric(18,4)", Scale = 4 },
            Count with { Type = "text", Accepts = [ColumnType.Text] },
            TextColumn("extra", "text"),
        ];

        Assert.Equal(
            """
            "id" is character varying(10), but the files' longest value has 36 bytes in UTF-8, and the column takes 10 (ALTER TABLE "t" ALTER COLUMN "id" TYPE text USING "id"::text)
            "note" takes no NULL, but the files have 3 (ALTER TABLE "t" ALTER COLUMN "note" DROP NOT NULL)
            "price" is numeric(18,4), but the files have 2 digits after the point (ALTER TABLE "t" ALTER COLUMN "price" TYPE numeric(18,2) USING "price"::numeric(18,2))
            "count" is text, not integer (ALTER TABLE "t" ALTER COLUMN "count" TYPE integer USING "count"::integer)
            "moment" is missing (ALTER TABLE "t" ADD COLUMN "moment" timestamp)
            "extra" is not in the files (ALTER TABLE "t" DROP COLUMN "extra")
            """,
            string.Join('\n', Compare([Part()], live)));
    }

    [Theory]
    [InlineData(36, false)]
    [InlineData(35, true)]
    public void Compare_LongestValueInBytes_IsHeldAgainstTheColumn(int bytes, bool refused) =>
        Assert.Equal(refused, Compare([Part()], Id with { MaxBytes = bytes }, Note, Price, Count, Moment).Count > 0);

    [Theory]
    [InlineData(36, false)]
    [InlineData(9, false)]
    [InlineData(8, true)]
    public void Compare_LengthInCharacters_IsRefusedOnlyWhereNoCharactersAreShortEnough(int characters, bool refused) =>
        Assert.Equal(refused, Compare([Part()], Id with { MaxCharacters = characters }, Note, Price, Count, Moment).Count > 0);

    [Fact]
    public void Compare_SeveralParts_AreJudgedTogether()
    {
        ManifestOutput longer = Part() with { Schema = [.. Part().Schema.Select(c => c.Name == "note" ? c with { Longest = 60, Nulls = 1 } : c)] };

        string found = string.Join(' ', Compare([Part(), longer], Id, Note with { MaxBytes = 50, Nullable = false }, Price, Count, Moment));

        Assert.Contains("longest value has 60 bytes", found, StringComparison.Ordinal);
        Assert.Contains("but the files have 4 ", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_NoNullsInTheFiles_TakesAColumnWithoutNull() =>
        Assert.Empty(Compare([Part()], Id, Note, Price with { Nullable = false }, Count, Moment));

    [Fact]
    public void Compare_OtherOrder_CountsWhereColumnsGoByPosition()
    {
        LiveTable live = new("\"t\"", [Note, Id, Price, Count, Moment]);

        Assert.Empty(TablePreFlight.Compare(PostgresDialect.Instance, Table, [Part()], live, byPosition: false));
        Assert.Contains("another order: note, id, price", Assert.Single(TablePreFlight.Compare(PostgresDialect.Instance, Table, [Part()], live, byPosition: true)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_PartOfAnotherVersion_IsToBeExtractedAgain()
    {
        ManifestOutput old = Part() with { Schema = [.. Part().Schema.Reverse()] };

        Mismatch mismatch = Assert.Single(Compare([old], Id, Note, Price, Count, Moment));

        Assert.Contains("p.parquet has the columns (moment timestamp, count int32, price money, note text, id text), but this version writes (id text, note text, price money, count int32, moment timestamp)", mismatch.What, StringComparison.Ordinal);
        Assert.Null(mismatch.Mend);
    }

    private static IReadOnlyList<Mismatch> Compare(ManifestOutput[] parts, params LiveColumn[] live) =>
        TablePreFlight.Compare(PostgresDialect.Instance, Table, parts, new LiveTable("\"t\"", live), byPosition: false);

    private static LiveColumn TextColumn(string name, string type) => new() { Name = name, Type = type, Accepts = [ColumnType.Text, ColumnType.Json, ColumnType.Uuid] };

    private static ManifestOutput Part() => new()
    {
        Table = "orders",
        Uri = "p.parquet",
        Rows = 10,
        Bytes = 1,
        Sha256 = "",
        Lines = "p.lines",
        Schema =
        [
            Described("id", "text", 0, 36),
            Described("note", "text", 3, 12),
            Described("price", "money", 0, null),
            Described("count", "int32", 0, null),
            Described("moment", "timestamp", 0, null),
        ],
    };

    private static ManifestColumn Described(string name, string type, long nulls, int? longest) => new() { Name = name, Type = type, Nullable = true, Nulls = nulls, Longest = longest };
}
