using Cti.Records.Customers;
using Cti.Records.ErasureRequests;
using Cti.Records.Events;
using Cti.Records.Interactions;
using Cti.Records.KeyData;
using Cti.Records.Products;
using Cti.Records.Transactions;
using Cti.Records.WebEvents;

namespace Cti.Records;

/// <summary>The datasets this program knows.</summary>
public static class DatasetCatalog
{
    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<Dataset> All { get; } =
    [
        new EventsDataset(), new KeyDataDataset(), new InteractionsDataset(), new CustomersDataset(), new ProductsDataset(), new TransactionsDataset(), new ErasureRequestsDataset(),
        new WebEventsDataset(),
    ];

    /// <summary>The dataset of that name (lower case), or null.</summary>
    public static Dataset? Find(string name) => All.FirstOrDefault(d => d.Name == name);

    /// <summary>The dataset that a file is named for, as <c>customers.json.gz</c> and <c>customers-2.json</c> are, or null.</summary>
    /// <param name="uri">The file's URI; its folders do not count.</param>
    public static Dataset? NamedFor(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        string name = uri[(uri.LastIndexOf('/') + 1)..];
        return All.FirstOrDefault(d => name.StartsWith(d.Name, StringComparison.Ordinal) && EndsAsFile(name.AsSpan(d.Name.Length)));
    }

    // A Firehose stream may bear any name, that of a dataset too; what it stores is STREAM-VERSION-TIME-UUID, without an extension.
    private static bool EndsAsFile(ReadOnlySpan<char> rest) =>
        rest.IsEmpty || rest[0] == '.' || ((rest[0] is '-' or '_' || char.IsAsciiDigit(rest[0])) && rest.Contains('.'));
}
