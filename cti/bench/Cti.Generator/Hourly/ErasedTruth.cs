using System.Text.Json.Serialization;

namespace Cti.Generator.Hourly;

/// <summary>What the erasure requests change, once all hours are loaded.</summary>
public sealed class ErasedTruth
{
    /// <summary>Persons whom requests name.</summary>
    [JsonPropertyName("persons")]
    public long Persons { get; internal set; }

    /// <summary>Of them: those of whom nothing was ever accepted.</summary>
    [JsonPropertyName("quarantined")]
    public long Quarantined { get; internal set; }

    /// <summary>Rows of <c>customers</c> that are erased.</summary>
    [JsonPropertyName("customers")]
    public long Customers { get; internal set; }

    /// <summary>Rows of <c>transactions</c> that are erased, references looked up, where there is no archive.</summary>
    [JsonPropertyName("transactions")]
    public long Transactions { get; internal set; }

    /// <summary>The same where every raw object is in an archive: older versions of a customer tell whose address it was.</summary>
    [JsonPropertyName("transactions_with_archive")]
    public long TransactionsWithArchive { get; internal set; }

    /// <summary>Phone numbers, each a person's own, of which nothing may be left anywhere.</summary>
    [JsonPropertyName("gone")]
    public IList<string> Gone { get; } = [];

    /// <summary>Counts a person whom a request names.</summary>
    internal void Add(int id, ErasedPerson person)
    {
        Persons++;
        Quarantined += person.IsOnlyBroken ? 1 : 0;
        Customers += person.IsRowErased ? 1 : 0;
        Transactions += person.TransactionsErased(isArchived: false);
        TransactionsWithArchive += person.TransactionsErased(isArchived: true);
        if (person.IsGone)
            Gone.Add(HourlyRecords.PhoneOf(id));
    }
}
