using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Doctor;
using Cti.Pipelines.Erasure;
using Cti.Warehouses;

namespace Cti.Cli;

/// <summary>Makes the parts that verbs set to work. The program has one composition; tests give doubles.</summary>
public interface IParts
{
    /// <summary>The pipeline from raw objects to a manifest.</summary>
    IExtractTransform ExtractTransform(RunContext context);

    /// <summary>The objects of all kinds of places.</summary>
    IObjectStore Store(RunContext context);

    /// <summary>The warehouse of that name.</summary>
    /// <param name="name">The argument of <c>--warehouse</c>.</param>
    /// <param name="context">Settings and resources.</param>
    /// <exception cref="Failures.CtiException">Usage: there is no such warehouse, or its settings are missing.</exception>
    IWarehouse Warehouse(string name, RunContext context);

    /// <summary>The pipeline from manifests into a warehouse.</summary>
    LoadPipeline Load(IWarehouse warehouse, RunContext context);

    /// <summary>The pipeline that erases persons.</summary>
    ErasurePipeline Erasure(IWarehouse warehouse, RunContext context);

    /// <summary>The checks of everything that a run needs.</summary>
    DoctorPipeline Doctor(RunContext context);
}
