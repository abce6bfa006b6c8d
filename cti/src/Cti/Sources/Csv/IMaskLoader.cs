namespace Cti.Sources.Csv;

/// <summary>One way to compute <see cref="ByteMasks"/>; a struct, so that the compiler makes a loop of its own for each.</summary>
internal interface IMaskLoader
{
    /// <summary>The masks of the 64 bytes from <paramref name="first"/>.</summary>
    static abstract ByteMasks Load(ref byte first, byte delimiter);
}
