using System.Runtime.InteropServices;

namespace Cti.Warehouses.DuckDb;

/// <summary>An open database; closing it writes the checkpoint where no other handle is left.</summary>
internal sealed class DuckDbDatabaseHandle : SafeHandle
{
    /// <summary>Takes the database over.</summary>
    public DuckDbDatabaseHandle(nint database)
        : base(0, ownsHandle: true) => SetHandle(database);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Opens a connection of its own.</summary>
    public DuckDbConnectionHandle Connect()
    {
        if (DuckDbNative.Connect(handle, out nint connection) != DuckDbNative.Success)
            throw new DuckDbException(DuckDbErrorType.Connection, "the database gave no connection");
        return new DuckDbConnectionHandle(connection);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        DuckDbNative.Close(ref handle);
        return true;
    }
}
