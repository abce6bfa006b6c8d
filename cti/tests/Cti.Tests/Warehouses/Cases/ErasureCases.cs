using Cti.Failures;
using Cti.Records;
using Cti.Records.Erasing;
using Cti.Warehouses;
using Cti.Warehouses.Erasing;

namespace Cti.Tests.Warehouses.Cases;

/// <summary>What an erasure does in every warehouse.</summary>
public abstract class ErasureCases(Func<Task<WarehouseBench>> bench) : IAsyncLifetime
{
    private const string Planted = "SELECT id, first_name, last_name, date_of_birth, email, phone_number, address, segment FROM customers ORDER BY id, arrived_at";
    private static readonly Dataset Customers = DatasetCatalog.Find("customers")!;
    private static readonly Dataset Events = DatasetCatalog.Find("events")!;
    private static readonly Pseudonyms Pseudonyms = new("a pepper of thirty-two characters");
    private static readonly DateTime Request = new(2021, 4, 2, 0, 0, 0, DateTimeKind.Utc);
    private readonly List<ErasedTable> _noted = [];
    private WarehouseBench _bench = null!;

    public async Task InitializeAsync() => _bench = await bench();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Erase_PersonById_ReplacesWhatTellsOfThePersonAndNothingElse()
    {
        await LoadAsync();

        await EraseAsync(new Subject("00042", ["00042"], ["planted@ann.example"], MicrosOf(Request)));

        string[] rows = await _bench.AskAsync(Planted);
        string[] erased = rows[0].Split('|');
        Assert.Equal("00042", erased[0]);
        Assert.Equal(Pseudonyms.Of("00042", "first_name", "Ann"), erased[1]);
        Assert.Equal("∅", erased[3]);
        Assert.Equal(Pseudonyms.Of("00042", "email", "planted@ann.example") + "@erased.invalid", erased[4]);
        Assert.Equal("∅", erased[5]);
        Assert.Equal("health", erased[7]);
        Assert.Equal(["00043", "Otto", "O'Other \\ Sr.", "otto@other.example", "1", "a", "∅"], rows[1].Split('|').Where((_, i) => i != 3));
        Assert.Contains("1980", rows[1], StringComparison.Ordinal);
        Assert.Equal([$"e1|{erased[4]}|erased|∅", "e2|otto@other.example|other|10.0.0.2"], await _bench.AskAsync("SELECT id, email, company, ip FROM events ORDER BY id"));
        Assert.Equal(["customers 1", "events 1"], _noted.Select(n => $"{n.Table.Split('.')[1].Trim('"')} {n.Rows}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Erase_Twice_ChangesNothing()
    {
        await LoadAsync();
        Subject subject = new("x", [], ["planted@ann.example"], MicrosOf(Request));
        await EraseAsync(subject);
        string[] before = await _bench.AskAsync(Planted);
        _noted.Clear();

        await EraseAsync(subject);

        Assert.Empty(_noted);
        Assert.Equal(before, await _bench.AskAsync(Planted));
        Assert.StartsWith("00042|erased-", before[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_RowThatArrivedAfterTheRequest_Stays()
    {
        await LoadAsync();

        await EraseAsync(new Subject("00042", ["00042"], ["planted@ann.example"], MicrosOf(new DateTime(2021, 3, 1, 0, 0, 0, DateTimeKind.Utc))));

        Assert.Empty(_noted);
        Assert.StartsWith("00042|Ann|Planted", (await _bench.AskAsync(Planted))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_RunsWithNewRevisions_LedgerTakesThemOverAndLoadsNothingAgain()
    {
        LoadSource customers = await LoadAsync();

        await EraseAsync(new Subject("00042", ["00042"], [], MicrosOf(Request)), ("c", 2));

        Assert.Equal(["2"], await _bench.AskAsync("SELECT revision FROM cti_ledger WHERE run = 'c'"));
        Assert.Equal(["1"], await _bench.AskAsync("SELECT revision FROM cti_ledger WHERE run = 'e'"));
        Assert.True((await _bench.LoadAsync(Customers, LoadMode.Merge, null, customers)).AlreadyLoaded);
    }

    [Fact]
    public async Task Erase_ManyPersons_ErasesEach()
    {
        const int Persons = 1200;
        string select = $"SELECT lpad(n::VARCHAR, 8, '0') AS id, 'Name ' || n AS first_name, 'x' AS last_name, DATE '1980-01-01' AS date_of_birth, 'p' || n || '@x.example' AS email, "
            + "CAST(NULL AS VARCHAR) AS phone_number, 'a' AS address, 'c' AS city, 'd' AS country, 'p' AS postcode, TIMESTAMP '2021-03-01' AS last_change, 'health' AS segment, TIMESTAMP '2021-04-01' AS arrived_at "
            + $"FROM range({Persons + 5}) t(n)";
        await _bench.LoadAsync(Customers, LoadMode.Merge, null, _bench.Run("many", Customers, select));

        await EraseAsync([.. Enumerable.Range(0, Persons).Select(n => new Subject($"{n:D8}", [$"{n:D8}"], [$"p{n}@x.example"], MicrosOf(Request)))]);

        Assert.Equal([$"{Persons}|5"], await _bench.AskAsync("SELECT count(CASE WHEN first_name LIKE 'erased-%' THEN 1 END), count(CASE WHEN first_name LIKE 'Name %' THEN 1 END) FROM customers"));
    }

    [Fact]
    public async Task Erase_TableWithAColumnOfSomebodysOwn_IsErasedToo()
    {
        await LoadAsync();
        await _bench.DoAsync("ALTER TABLE customers ADD COLUMN note VARCHAR(20)");

        await EraseAsync(new Subject("00042", ["00042"], ["planted@ann.example"], MicrosOf(Request)));

        Assert.StartsWith("00042|erased-", (await _bench.AskAsync(Planted))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_TableWithoutADeclaredColumn_IsRefusedNamingIt()
    {
        await LoadAsync();
        await _bench.DoAsync("ALTER TABLE customers RENAME COLUMN phone_number TO phone");

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => EraseAsync(new Subject("00042", ["00042"], ["planted@ann.example"], MicrosOf(Request))));

        Assert.Equal(FailureKind.RefusedByWarehouse, failure.Kind);
        Assert.Contains("phone_number", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["planted@ann.example"], await _bench.AskAsync("SELECT email FROM events WHERE id = 'e1'"));
    }

    [Fact]
    public async Task Erase_AddressThatIsNotAscii_IsFoundInAnyCase()
    {
        await LoadAsync();
        await _bench.DoAsync("UPDATE customers SET email = 'ÄİRGER@Ann.example' WHERE id = '00042'");
        await _bench.DoAsync("UPDATE events SET email = 'ÄİRGER@Ann.example' WHERE id = 'e1'");

        await EraseAsync(new Subject("x", [], ["ÄİRGER@Ann.example".ToLowerInvariant()], MicrosOf(Request)));

        Assert.StartsWith("00042|erased-", (await _bench.AskAsync(Planted))[0], StringComparison.Ordinal);
        Assert.Equal(["otto@other.example"], await _bench.AskAsync("SELECT email FROM events WHERE email NOT LIKE 'erased-%'"));
    }

    [Fact]
    public async Task FindCustomers_UnderTheSettingsName_FindsThem()
    {
        await LoadAsync();
        await _bench.DoAsync("ALTER TABLE customers RENAME TO clients");
        await _bench.DoAsync("UPDATE clients SET email = 'ÄİRGER@Ann.example' WHERE id = '00042'");
        await using IWarehouse warehouse = _bench.Warehouse(new TableNaming(Table: "clients"));

        Assert.Equal(["ÄİRGER@Ann.example"], (await warehouse.FindCustomersAsync(["00042"], [], CancellationToken.None)).Select(c => c.Email));
        Assert.Equal(["00042"], (await warehouse.FindCustomersAsync([], ["ÄİRGER@Ann.example".ToLowerInvariant()], CancellationToken.None)).Select(c => c.Id));
    }

    [Fact]
    public async Task Erase_NothingLoadedYet_IsNoFailure() => await EraseAsync(new Subject("00042", ["00042"], ["planted@ann.example"], MicrosOf(Request)));

    [Fact]
    public async Task FindCustomers_ByIdOrAddressOfAnyCase_FindsThem()
    {
        await LoadAsync();
        await using IWarehouse warehouse = _bench.Warehouse();

        CustomerContact contact = new("00042", "Planted@Ann.EXAMPLE", MicrosOf(new DateTime(2021, 4, 1, 5, 0, 0, DateTimeKind.Utc)));
        Assert.Equal([contact], await warehouse.FindCustomersAsync(["00042"], [], CancellationToken.None));
        Assert.Equal([contact], await warehouse.FindCustomersAsync([], ["planted@ann.example"], CancellationToken.None));
        Assert.Empty(await warehouse.FindCustomersAsync(["42"], ["other@ann.example"], CancellationToken.None));
    }

    private async Task<LoadSource> LoadAsync()
    {
        LoadSource customers = _bench.Run("c", Customers, """
            SELECT id, first_name, last_name, dob::DATE AS date_of_birth, email, phone AS phone_number, address, 'c' AS city, 'd' AS country, 'p' AS postcode, TIMESTAMP '2021-03-01' AS last_change, segment, TIMESTAMP '2021-04-01 05:00:00' AS arrived_at
            FROM (VALUES ('00042', 'Ann', 'Planted', '1987-03-04', 'Planted@Ann.EXAMPLE', NULL, 'Planted' || chr(10) || 'back', 'health'),
                         ('00043', 'Otto', 'O''Other \ Sr.', '1980-01-01', 'otto@other.example', '1', 'a', NULL)) v(id, first_name, last_name, dob, email, phone, address, segment)
            """);
        await _bench.LoadAsync(Customers, LoadMode.Merge, null, customers);
        await _bench.LoadAsync(Events, LoadMode.Merge, null, _bench.Run("e", Events, """
            SELECT id, TIMESTAMP '2021-03-30' AS "timestamp", email, company, 'palau' AS country, ip, 'index' AS uri, 'visit' AS action, '[]' AS tags
            FROM (VALUES ('e1', 'planted@ann.example', 'ann', '10.0.0.1'), ('e2', 'otto@other.example', 'other', '10.0.0.2')) v(id, email, company, ip)
            """));
        return customers;
    }

    private Task EraseAsync(Subject subject, params (string Run, int Revision)[] revisions) => EraseAsync([subject], revisions);

    private async Task EraseAsync(IReadOnlyList<Subject> subjects, params (string Run, int Revision)[] revisions)
    {
        await using IWarehouse warehouse = _bench.Warehouse();
        WarehouseErasure erasure = new()
        {
            Subjects = new SubjectIndex(subjects),
            Pseudonyms = Pseudonyms,
            Revisions = revisions,
            Note = table =>
            {
                _noted.Add(table);
                return Task.CompletedTask;
            },
        };
        await warehouse.EraseAsync(erasure, CancellationToken.None);
    }

    private static long MicrosOf(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
