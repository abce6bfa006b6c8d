using System.Runtime.InteropServices;

namespace Cti.Warehouses.DuckDb;

/// <summary>A connection; closing it rolls back what was not committed.</summary>
internal sealed class DuckDbConnectionHandle : SafeHandle
{
    /// <summary>Takes the connection over.</summary>
    public DuckDbConnectionHandle(nint connection)
        : base(0, ownsHandle: true) => SetHandle(connection);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        DuckDbNative.Disconnect(ref handle);
        return true;
    }
}
