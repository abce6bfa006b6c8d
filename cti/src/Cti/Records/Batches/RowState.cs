namespace Cti.Records.Batches;

/// <summary>What became of one row of a batch, so far.</summary>
public enum RowState : byte
{
    /// <summary>Accepted; goes on.</summary>
    Kept,

    /// <summary>The fast path did not accept it; the validator decides.</summary>
    Doubtful,

    /// <summary>Rejected.</summary>
    Rejected,

    /// <summary>Not wanted: another month, an unknown type.</summary>
    Filtered,

    /// <summary>Equal to an earlier row, or superseded.</summary>
    Duplicate,

    /// <summary>Kept under a new id.</summary>
    Reassigned,
}
