using Cti.Records;
using Cti.Warehouses;

namespace Cti.Pipelines.Doctor;

/// <summary>What is looked at.</summary>
public sealed record DoctorRequest
{
    /// <summary>The dataset whose inputs and tables are looked at; null for any.</summary>
    public Dataset? Dataset { get; init; }

    /// <summary>Raw objects that a run would read. Default: none.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The folder that a run would write to; null for none.</summary>
    public string? Output { get; init; }

    /// <summary>Makes the warehouse; null for none.</summary>
    public Func<IWarehouse>? Warehouse { get; init; }

    /// <summary>Scratch space; null where it was judged already.</summary>
    public ScratchSpace? Scratch { get; init; }
}
