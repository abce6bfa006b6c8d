using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cti.Records.Forms;

/// <summary>A UUID of 36 characters, lower case, no braces.</summary>
public sealed class UuidForm : TextForm
{
    /// <inheritdoc/>
    public override int Room(int rawLength) => UuidText.Length;

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        ReadOnlySpan<byte> text = raw.Length == UuidText.Length ? raw : TrimAscii(raw);
        if (text.Length != UuidText.Length)
            text = System.Text.Encoding.UTF8.GetBytes(TrimExactly(raw));
        if (!UuidText.TryParse(text, out _))
            return NotAccepted;

        // Setting bit 5 lowers the letters and leaves digits and hyphens as they are.
        ref byte source = ref MemoryMarshal.GetReference(text);
        ref byte target = ref MemoryMarshal.GetReference(destination[..UuidText.Length]);
        Vector128<byte> bit = Vector128.Create((byte)0x20);
        (Vector128.LoadUnsafe(ref source) | bit).StoreUnsafe(ref target);
        (Vector128.LoadUnsafe(ref source, 16) | bit).StoreUnsafe(ref target, 16);
        (Vector128.LoadUnsafe(ref source, 20) | bit).StoreUnsafe(ref target, 20);
        return UuidText.Length;
    }
}
