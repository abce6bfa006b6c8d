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
}
