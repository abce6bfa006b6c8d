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
    private readonly HashSet<int> _goodCustomers = [];
    private readonly HashSet<int> _goodProducts = [];

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
            AddVersions(id, _truth.Customers, _customers, _goodCustomers, HourlyRecords.Customer, version: hour => _random.NextBelow(_options.Hours));
        for (int sku = 0; sku < _options.Products; sku++)
            AddVersions(sku, _truth.Products, _products, _goodProducts, HourlyRecords.Product, version: hour => hour);
        for (int number = 0; number < _options.Transactions; number++)
            AddTransaction(number);
        AddRequests();
        _truth.Customers.Bytes = _customers.Write(folder, IsPlain);
        _truth.Products.Bytes = _products.Write(folder, IsPlain);
        _truth.Transactions.Bytes = _transactions.Write(folder, IsPlain);
        _truth.ErasureRequests.Bytes = _requests.Write(folder, IsPlain);
        return _truth;
    }

    private bool IsPlain(int hour) => _options.SomePlain && hour % 7 == 5;

    /// <summary>One to three versions of a customer or a product in any hours; that of the greatest version, then of the latest hour, must stay.</summary>
    private void AddVersions(int id, Truth truth, HourFiles files, HashSet<int> good, Func<int, int, int, string> record, Func<int, int> version)
    {
        (int Version, int Hour)? newest = null;
        HashSet<int> used = [];
        for (int i = _random.NextBelow(3); i >= 0; i--)
        {
            int hour = _random.NextBelow(_options.Hours);
            if (!used.Add(hour))
                continue;
            if (_random.Chance(_options.Bad))
            {
                files.Add(hour, HourlyRecords.Bad(truth.Dataset, id, _random.NextBelow(HourlyRecords.BadKinds), out string reason));
                truth.Reject(reason);
                continue;
            }

            int of = version(hour);
            string json = record(id, of, hour);
            int copies = _random.Chance(_options.Copies) ? 5 : 1;
            for (int copy = 0; copy < copies; copy++)
                files.Add(hour, json);
            truth.Counts.Duplicates += copies - 1;
            if (newest is not null)
                truth.Counts.Duplicates++;
            if (newest is null || (of, hour).CompareTo(newest.Value) > 0)
                newest = (of, hour);
        }

        if (newest is not { } stays)
            return;
        good.Add(id);
        truth.Counts.Written++;
        truth.DistinctKeys++;
        Sum(truth, "versions", stays.Version);
        Sum(truth, "hours", stays.Hour);
    }

    private void AddTransaction(int number)
    {
        Truth truth = _truth.Transactions;
        int hour = (int)((long)number * _options.Hours / Math.Max(1, _options.Transactions));
        if (_random.Chance(_options.Bad))
        {
            _transactions.Add(hour, HourlyRecords.Bad("transactions", number, _random.NextBelow(HourlyRecords.BadKinds), out string reason));
            truth.Reject(reason);
        }

        bool isUnknown = _random.Chance(_options.Unknown);
        int customer = isUnknown ? _options.Customers + number : _random.NextBelow(_options.Customers);
        int[] skus = [.. Enumerable.Range(0, 1 + _random.NextBelow(4)).Select(_ => _random.NextBelow(_options.Products))];
        string json = HourlyRecords.Transaction(number, customer, skus, hour, other: false, out long cents);
        int copies = _random.Chance(_options.Copies) ? 5 : 1;
        for (int copy = 0; copy < copies; copy++)
            _transactions.Add(copy < 3 ? hour : _random.NextBelow(_options.Hours - hour) + hour, json);
        truth.Counts.Duplicates += copies - 1;
        truth.Counts.Written++;
        truth.DistinctKeys++;
        Sum(truth, "lines", skus.Length);
        Sum(truth, "cents", cents);
        if (!_goodCustomers.Contains(customer) || skus.Any(sku => !_goodProducts.Contains(sku)))
            _truth.UnknownReferences++;
        if (hour + 1 < _options.Hours && _random.Chance(_options.Conflicts))
        {
            _transactions.Add(hour + 1 + _random.NextBelow(_options.Hours - hour - 1), HourlyRecords.Transaction(number, customer, skus, hour, other: true, out _));
            truth.Reject("transaction_id:id_conflict");
        }
    }

    private void AddRequests()
    {
        Truth truth = _truth.ErasureRequests;
        for (int id = 0; id < _options.Customers; id += 50)
        {
            int hour = _random.NextBelow(_options.Hours);
            string request = HourlyRecords.ErasureRequest(id, id / 50 % 3);
            _requests.Add(hour, request);
            _requests.Add(_random.NextBelow(_options.Hours), request);
            truth.Counts.Written++;
            truth.Counts.Duplicates++;
            truth.DistinctKeys++;
        }

        _requests.Add(0, "{\"customer-id\":null,\"email\":\"  \"}");
        truth.Reject("required");
    }

    private static void Sum(Truth truth, string name, long value) => truth.Written[name] = truth.Written.GetValueOrDefault(name) + value;
}
