using Cti.Records.Columns;

namespace Cti.Records.ErasureRequests;

/// <summary>The table <c>erasure_requests</c>: who asked to be erased. The e-mail address is there as a keyed hash only.</summary>
public static class ErasureRequestsTables
{
    /// <summary>The table.</summary>
    public static TableDefinition ErasureRequests { get; } = new()
    {
        Name = "erasure_requests",
        Columns = [Column.Text("customer_id", 64).OrNull().OfCustomer(), Column.Text("email", 320).OrNull().AboutPerson(ErasedAs.KeyedHash)],
        Key = ["customer_id", "email"],
    };
}
