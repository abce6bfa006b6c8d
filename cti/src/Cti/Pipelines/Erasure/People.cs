using Cti.Records.Erasing;
using Cti.Records.Forms;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Reading;

namespace Cti.Pipelines.Erasure;

/// <summary>Which customer ids and addresses belong together, from wherever customers are. Held by the embedded engine, which spills to the scratch folder.</summary>
/// <remarks>Whoever shares an address with a customer is taken for the same person: an address that stayed beside another id would still tell.</remarks>
internal sealed class People
{
    private const int RowsAtOnce = 500;
    private static readonly DuckDbDialect Dialect = DuckDbDialect.Instance;
    private readonly PartReader _reader;
    private readonly List<string> _waiting = [];

    /// <summary>Nobody yet.</summary>
    /// <param name="reader">The engine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public People(PartReader reader, CancellationToken cancellationToken)
    {
        _reader = reader;
        reader.Query("CREATE OR REPLACE TEMP TABLE cti_people (id VARCHAR, email VARCHAR, arrived BIGINT)", cancellationToken);
    }

    /// <summary>Adds the customers of a local part.</summary>
    public void AddPart(string file, CancellationToken cancellationToken)
    {
        string notAscii = Dialect.IsNotAscii("email");
        _reader.Query($"INSERT INTO cti_people SELECT DISTINCT id, lower(email), epoch_us(arrived_at) FROM {PartSql.From([file])} WHERE NOT ({notAscii})", cancellationToken);

        // The engine has lower-case letters of its own where they are not ASCII's.
        foreach (IReadOnlyList<object?> row in _reader.Query($"SELECT DISTINCT id, email, epoch_us(arrived_at) FROM {PartSql.From([file])} WHERE {notAscii}", cancellationToken).Rows)
            Add((string?)row[0], (string?)row[1], (long)row[2]!, cancellationToken);
    }

    /// <summary>Adds one raw customer. Only an id and an address join persons: what stands in their places instead, such as <c>n/a</c>, may stand in many a customer's.</summary>
    public void Add(string? id, string? email, long arrivedAt, CancellationToken cancellationToken)
    {
        if (id?.Trim() is not { } number || !CustomerIdRule.IsValid(number) || email?.Trim().ToLowerInvariant() is not { } address || !EmailRule.IsValid(address))
            return;
        _waiting.Add(FormattableString.Invariant($"({Dialect.Text(number)}, {Dialect.Text(address)}, {arrivedAt})"));
        if (_waiting.Count >= RowsAtOnce)
            Flush(cancellationToken);
    }

    /// <summary>The persons that the requests are about, each once a moment of request.</summary>
    /// <param name="seeds">The requests.</param>
    /// <param name="pseudonyms">Makes keys of addresses.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IReadOnlyList<Subject> Resolve(IEnumerable<ErasureSeed> seeds, Pseudonyms pseudonyms, CancellationToken cancellationToken)
    {
        Flush(cancellationToken);
        return [.. seeds.GroupBy(s => s.RequestedAt).OrderBy(g => g.Key).SelectMany(g => Resolve([.. g], g.Key, pseudonyms, cancellationToken))];
    }

    private IEnumerable<Subject> Resolve(IReadOnlyList<ErasureSeed> seeds, long requestedAt, Pseudonyms pseudonyms, CancellationToken cancellationToken)
    {
        PersonSets sets = new();
        foreach (ErasureSeed seed in seeds)
            sets.Join(seed.CustomerId, seed.Email);
        while (true)
        {
            // A pseudonym is nobody's address any more: it must not join those who were erased before.
            string condition = FormattableString.Invariant($"arrived <= {requestedAt} AND email NOT LIKE '{Pseudonyms.Prefix}%@erased.invalid' AND (id IN ({List(sets.Ids)}) OR email IN ({List(sets.Emails)}))");
            int before = sets.Count;
            foreach (IReadOnlyList<object?> row in _reader.Query($"SELECT DISTINCT id, email FROM cti_people WHERE {condition}", cancellationToken).Rows)
                sets.Join((string)row[0]!, (string)row[1]!);
            if (sets.Count == before)
                break;
        }

        return sets.Persons().Select(p => new Subject(p.Ids.Count > 0 ? p.Ids[0] : pseudonyms.HashOfEmail(p.Emails[0]), p.Ids, p.Emails, requestedAt));
    }

    private void Flush(CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0)
            return;
        _reader.Query($"INSERT INTO cti_people VALUES {string.Join(", ", _waiting)}", cancellationToken);
        _waiting.Clear();
    }

    private static string List(IEnumerable<string> values) => string.Join(", ", values.Select(Dialect.Text).DefaultIfEmpty("NULL"));
}
