namespace Cti.Records.Customers;

/// <summary>One version of a customer, normalised; null where empty.</summary>
public sealed record CustomerRecord
{
    /// <summary>Digits; leading zeros matter.</summary>
    public string? Id { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>Date of birth.</summary>
    public DateOnly? DateOfBirth { get; init; }

    /// <summary>E-mail address; case kept.</summary>
    public string? Email { get; init; }

    /// <summary>Phone number as it was written.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Street address; may hold line breaks.</summary>
    public string? Address { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>Country.</summary>
    public string? Country { get; init; }

    /// <summary>Postcode.</summary>
    public string? Postcode { get; init; }

    /// <summary>When this version was made, UTC.</summary>
    public DateTime? LastChange { get; init; }

    /// <summary><c>health</c>, <c>sports</c>, <c>beauty</c> or null.</summary>
    public string? Segment { get; init; }
}
