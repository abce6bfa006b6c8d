using Cti.Records.Raw;

namespace Cti.Records;

/// <summary>Where a record goes.</summary>
/// <param name="Table">Index of the table; below zero: to none.</param>
/// <param name="Name">Where it goes to none: the name that says what it is, for the count of those left out.</param>
/// <param name="Failure">Why it is rejected; null where it is not.</param>
public readonly record struct Route(int Table, FieldSlice Name = default, RecordFailure? Failure = null)
{
    /// <summary>Not wanted, counted by that name.</summary>
    public static Route Filtered(FieldSlice name) => new(-1, name);

    /// <summary>Rejected.</summary>
    public static Route Rejected(RecordFailure failure) => new(-1, default, failure);
}
