using Cti.Records.Erasing;

namespace Cti.Warehouses.Erasing;

/// <summary>Who is to be erased in a warehouse.</summary>
public sealed record WarehouseErasure
{
    /// <summary>The persons, by addresses in the clear.</summary>
    public required SubjectIndex Subjects { get; init; }

    /// <summary>Makes what takes the place of values.</summary>
    public required Pseudonyms Pseudonyms { get; init; }

    /// <summary>The runs whose manifests have a new revision, which the ledger takes over so that nothing is loaded again.</summary>
    public required IReadOnlyList<(string Run, int Revision)> Revisions { get; init; }

    /// <summary>Told of each table before it is changed.</summary>
    public required Func<ErasedTable, Task> Note { get; init; }
}
