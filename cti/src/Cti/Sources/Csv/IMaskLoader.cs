namespace Cti.Sources.Csv;

/// <summary>One way to compute <see cref="ByteMasks"/>; a struct, so that the compiler makes a loop of its own for each.</summary>
/// <remarks>It remembers what else it saw in all bytes loaded so far.</remarks>
/// <typeparam name="TSelf">The struct.</typeparam>
internal interface IMaskLoader<TSelf>
    where TSelf : struct, IMaskLoader<TSelf>
{
    /// <summary>There was a NUL.</summary>
    bool SawNul { get; }

    /// <summary>There was a byte that is no ASCII.</summary>
    bool SawNonAscii { get; }

    /// <summary>A loader that has seen nothing yet.</summary>
    static abstract TSelf Create();

    /// <summary>The masks of the 64 bytes from <paramref name="first"/>.</summary>
    ByteMasks Load(ref byte first, byte delimiter);
}
