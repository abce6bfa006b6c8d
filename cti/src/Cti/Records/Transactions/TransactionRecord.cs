namespace Cti.Records.Transactions;

/// <summary>One transaction with its lines, normalised; null where empty or not to be parsed.</summary>
public sealed record TransactionRecord
{
    /// <summary>Its id.</summary>
    public Guid? Id { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime? Time { get; init; }

    /// <summary>The customer's id; leading zeros matter.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Street address of the delivery; may hold line breaks.</summary>
    public string? Address { get; init; }

    /// <summary>Its postcode.</summary>
    public string? Postcode { get; init; }

    /// <summary>Its city.</summary>
    public string? City { get; init; }

    /// <summary>Its country.</summary>
    public string? Country { get; init; }

    /// <summary>The products bought; null where they could not be read.</summary>
    public IReadOnlyList<TransactionLine>? Lines { get; init; }

    /// <summary>What all of them cost.</summary>
    public decimal? TotalCost { get; init; }
}
