namespace Cti.Warehouses.Redshift;

/// <summary>What a statement of a load is for: which one failed tells why the load did.</summary>
internal enum LoadStepKind
{
    /// <summary>It changes or reads something; its failure says itself why.</summary>
    Work,

    /// <summary>The ledger is as it was when the load was planned.</summary>
    LedgerCheck,

    /// <summary>The files go into the staging table.</summary>
    Copy,

    /// <summary>As many rows are staged as the manifest says.</summary>
    StagedCheck,

    /// <summary>All staged rows lie in the month that is replaced.</summary>
    MonthCheck,

    /// <summary>Every staged key is in the table afterwards.</summary>
    PresenceCheck,
}
