using System.Runtime.CompilerServices;

namespace Cti.Records.Forms;

/// <summary>An IP address: IPv4 as four decimal octets without leading zeros, IPv6 as RFC 5952 writes it, no zone.</summary>
public sealed class IpForm : TextForm
{
    /// <summary>Greatest length in characters: an IPv6 address with an embedded IPv4 one.</summary>
    public const int MaxBytes = 45;

    /// <inheritdoc/>
    public override int Room(int rawLength) => Math.Max(rawLength, MaxBytes);

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        ReadOnlySpan<byte> trimmed = TrimAscii(raw);
        if (IsVersion4(trimmed))
        {
            trimmed.CopyTo(destination);
            return trimmed.Length;
        }

        return raw.Length <= 1024 && IpText.TryNormalise(TrimExactly(raw), out string normalised)
            ? WriteExactly(normalised, MaxBytes, destination)
            : NotAccepted;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsVersion4(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 7 or > 15)
            return false;
        int dots = 0;
        int digits = 0;
        uint octet = 0;
        bool valid = true;
        foreach (byte character in text)
        {
            uint digit = (uint)(character - '0');
            if (digit <= 9)
            {
                // A second digit after a leading zero makes the octet invalid.
                valid &= digits == 0 || octet != 0;
                octet = (octet * 10) + digit;
                digits++;
            }
            else
            {
                valid &= character == '.' && digits is > 0 and <= 3 && octet <= 255;
                dots++;
                digits = 0;
                octet = 0;
            }
        }

        return valid && dots == 3 && digits is > 0 and <= 3 && octet <= 255;
    }
}
