using Cti.Generator.Output;
using Cti.Generator.Randomness;

namespace Cti.Generator.Hourly;

/// <summary>Writes the hourly datasets, and knows what must become of each record when all hours are read in one pass.</summary>
public sealed class HourlyGenerator
{
    private readonly HourlyOptions _options;
    private readonly Xoshiro256 _random;
    private readonly HourlyTruth _truth;
    private readonly HourFiles _customers;
    private readonly HourFiles _products;
    private readonly HourFiles _transactions;
    private readonly HourFiles _requests;
    private readonly SortedDictionary<int, ErasedPerson> _persons = [];
    private readonly Referred _knownCustomers = new();
    private readonly Referred _knownProducts = new();

    private HourlyGenerator(HourlyOptions options)
    {
        _options = options;
        _random = new Xoshiro256(options.Seed);
        _truth = new HourlyTruth(options.Seed);
        _customers = new HourFiles("customers", options.Hours);
        _products = new HourFiles("products", options.Hours);
        _transactions = new HourFiles("transactions", options.Hours);
        _requests = new HourFiles("erasure-requests", options.Hours);
    }

    /// <summary>Writes the folders.</summary>
    /// <param name="options">Without violations.</param>
    /// <param name="folder">Takes <c>date=…/hour=…/</c>.</param>
    public static HourlyTruth Generate(HourlyOptions options, string folder)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new HourlyGenerator(options).Write(folder);
    }

    private HourlyTruth Write(string folder)
    {
        for (int id = 0; id < _options.Customers; id++)
            AddVersions(id, _truth.Customers, _customers, _knownCustomers, HourlyRecords.Customer, version: hour => _random.NextBelow(_options.Hours), PersonOf(id), onlyBroken: _random.Chance(_options.Quarantined));
        for (int sku = 0; sku < _options.Products; sku++)
            AddVersions(sku, _truth.Products, _products, _knownProducts, HourlyRecords.Product, version: hour => hour, person: null, onlyBroken: false);
        for (int number = 0; number < _options.Transactions; number++)
            AddTransaction(number);
        AddRequests();
        _truth.Customers.Bytes = _customers.Write(folder, FormOf);
        _truth.Products.Bytes = _products.Write(folder, FormOf);
        _truth.Transactions.Bytes = _transactions.Write(folder, FormOf);
        _truth.ErasureRequests.Bytes = _requests.Write(folder, FormOf);
        return _truth;
    }

    private HourForm FormOf(int hour) => (_options.SomePlain, hour % 7) switch { (true, 5) => HourForm.Plain, (true, 3) => HourForm.Both, _ => HourForm.Gzip };

    private ErasedPerson PersonOf(int id) => _persons.TryGetValue(id, out ErasedPerson? person) ? person : _persons[id] = new ErasedPerson();

    /// <summary>One to three versions of a customer or a product in any hours; that of the greatest version, then of the latest hour, must stay.</summary>
    private void AddVersions(int id, Truth truth, HourFiles files, Referred known, Func<int, int, int, string> record, Func<int, int> version, ErasedPerson? person, bool onlyBroken)
    {
        (int Version, int Hour)? newest = null;
        HashSet<int> used = [];
        for (int i = _random.NextBelow(3); i >= 0; i--)
        {
            int hour = _random.NextBelow(_options.Hours);
            if (!used.Add(hour))
                continue;
            if (onlyBroken || _random.Chance(_options.Bad))
            {
                int kind = onlyBroken ? HourlyRecords.NamelessKind : _random.NextBelow(HourlyRecords.BadKinds);
                files.Add(hour, HourlyRecords.Bad(truth.Dataset, id, kind, out string reason));
                known.Reject(id, kind);
                person?.CameBroken(hour, kind);
                truth.Reject(reason);
                continue;
            }

            int of = version(hour);
            string json = record(id, of, hour);
            int copies = _random.Chance(_options.Copies) ? 5 : 1;
            for (int copy = 0; copy < copies; copy++)
                files.Add(hour, json);
            person?.Came(hour);
            truth.Counts.Duplicates += copies - 1;
            if (newest is not null)
                truth.Counts.Duplicates++;
            if (newest is null || (of, hour).CompareTo(newest.Value) > 0)
                newest = (of, hour);
        }

        if (newest is not { } stays)
            return;
        known.Accept(id);
        if (person is not null)
            person.Row = stays.Hour;
        truth.Counts.Written++;
        truth.DistinctKeys++;
        Sum(truth.Written, "versions", stays.Version);
        Sum(truth.Written, "hours", stays.Hour);
    }

    private void AddTransaction(int number)
    {
        Truth truth = _truth.Transactions;
        int hour = (int)((long)number * _options.Hours / Math.Max(1, _options.Transactions));
        if (_random.Chance(_options.Bad))
        {
            _transactions.Add(hour, HourlyRecords.Bad("transactions", number, _random.NextBelow(HourlyRecords.BadKinds), out string reason));
            truth.Reject(reason);
            _truth.Referenced.Reject(reason);
        }

        bool isUnknown = _random.Chance(_options.Unknown);
        bool isNobody = isUnknown && _random.Chance(0.5);
        int customer = isNobody ? _options.Customers + number : _random.NextBelow(_options.Customers);
        int[] skus = [.. Enumerable.Range(0, 1 + _random.NextBelow(4)).Select(_ => _random.NextBelow(_options.Products))];
        if (isUnknown && !isNobody)
            skus[^1] = _options.Products + number;
        string json = HourlyRecords.Transaction(number, customer, skus, hour, other: false, out long cents);
        int copies = _random.Chance(_options.Copies) ? 5 : 1;
        for (int copy = 0; copy < copies; copy++)
            _transactions.Add(copy < 3 ? hour : _random.NextBelow(_options.Hours - hour) + hour, json);
        string[] reasons = [.. _knownCustomers.ReasonsOf("customer_id", customer), .. _knownProducts.ReasonsOf("purchases.products.sku", skus)];
        Write(truth, skus.Length, cents, copies, []);
        Write(_truth.Referenced, skus.Length, cents, copies, reasons);
        if (reasons.Length == 0)
            PersonOf(customer).Bought(hour);
        if (hour + 1 < _options.Hours && _random.Chance(_options.Conflicts))
        {
            _transactions.Add(hour + 1 + _random.NextBelow(_options.Hours - hour - 1), HourlyRecords.Transaction(number, customer, skus, hour, other: true, out _));
            truth.Reject("transaction_id:id_conflict");
            _truth.Referenced.Reject("transaction_id:id_conflict");
        }
    }

    private static void Write(Truth truth, int lines, long cents, int copies, string[] reasons)
    {
        truth.Counts.Duplicates += copies - 1;
        if (reasons.Length > 0)
        {
            truth.Counts.Rejected++;
            foreach (string reason in reasons)
                Sum(truth.RejectedByReason, reason, 1);
            return;
        }

        truth.Counts.Written++;
        truth.DistinctKeys++;
        Sum(truth.Written, "lines", lines);
        Sum(truth.Written, "cents", cents);
    }

    /// <summary>Every twentieth customer asks twice to be erased, and whoever is in the quarantine only.</summary>
    private void AddRequests()
    {
        Truth truth = _truth.ErasureRequests;
        foreach ((int id, ErasedPerson person) in _persons.Where(p => p.Key % 20 == 0 || p.Value.IsOnlyBroken))
        {
            int kind = id / 20 % HourlyRecords.RequestKinds;
            string request = HourlyRecords.ErasureRequest(id, kind);
            foreach (int hour in new[] { _random.NextBelow(_options.Hours), _random.NextBelow(_options.Hours) })
            {
                _requests.Add(hour, request);
                person.Asked(hour, HourlyRecords.AsksById(kind));
            }

            truth.Counts.Written++;
            truth.Counts.Duplicates++;
            truth.DistinctKeys++;
            _truth.Erased.Add(id, person);
        }

        _requests.Add(0, "{\"customer-id\":null,\"email\":\"  \"}");
        truth.Reject("required");
    }

    private static void Sum(SortedDictionary<string, long> sums, string name, long value) => sums[name] = sums.GetValueOrDefault(name) + value;
}
