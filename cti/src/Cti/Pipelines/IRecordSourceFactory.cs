using Cti.ObjectStores;
using Cti.Records;
using Cti.Sources;

namespace Cti.Pipelines;

/// <summary>Opens the inputs of a run in the form that its dataset comes in.</summary>
public interface IRecordSourceFactory
{
    /// <summary>A source over the objects, in their order; each call reads from the beginning.</summary>
    IRecordSource Open(Dataset dataset, IReadOnlyList<ObjectInfo> inputs);

    /// <summary>A source over the rejects of an earlier run; each call reads from the beginning.</summary>
    IRecordSource OpenReplay(Dataset dataset, ReplayOrigin origin);
}
