using Cti.Records.Raw;

namespace Cti.Records;

/// <summary>Tells which of a dataset's tables a record goes to. Stateless; called from any thread.</summary>
public interface IRecordRouter
{
    /// <summary>Where the record of that index goes.</summary>
    Route RouteOf(RawBatch raw, int record);
}
