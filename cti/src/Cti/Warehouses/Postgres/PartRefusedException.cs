using Cti.Manifests;
using Npgsql;

namespace Cti.Warehouses.Postgres;

/// <summary>Values that the server refused; the warehouse's border turns it into the program's own failure, with the rows.</summary>
internal sealed class PartRefusedException(ManifestOutput? part, PostgresException refusal) : Exception(refusal.MessageText, refusal)
{
    /// <summary>The part that was being sent; null where rows of several parts were staged already.</summary>
    public ManifestOutput? Part { get; } = part;

    /// <summary>What the server said.</summary>
    public PostgresException Refusal { get; } = refusal;
}
