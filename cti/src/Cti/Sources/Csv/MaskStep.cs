namespace Cti.Sources.Csv;

/// <summary>The step in which bytes are looked at by masks.</summary>
internal static class MaskStep
{
    /// <summary>Bytes a step: as many as a mask has bits.</summary>
    public const int Bytes = 64;

    /// <summary>Copies the last bytes, fewer than a step, and fills the step up with spaces: text that begins and ends nothing.</summary>
    /// <remarks>A quote as the very last byte is in doubt by that; the record reader, which knows that nothing follows, takes it.</remarks>
    public static void Pad(ReadOnlySpan<byte> bytes, byte[] into)
    {
        bytes.CopyTo(into);
        into.AsSpan(bytes.Length).Fill((byte)' ');
    }
}
