using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Cti.Records.Forms;

/// <summary>IP addresses as text.</summary>
public static class IpText
{
    /// <summary>The normal form of an address, or false where it is none.</summary>
    public static bool TryNormalise(string text, out string normalised)
    {
        ArgumentNullException.ThrowIfNull(text);
        normalised = text;
        return text.Contains(':', StringComparison.Ordinal) ? TryVersion6(text, out normalised) : IsVersion4(text);
    }

    private static bool IsVersion4(string text)
    {
        string[] octets = text.Split('.');
        return octets.Length == 4 && octets.All(IsOctet);
    }

    private static bool IsOctet(string octet)
        => octet.Length is > 0 and <= 3
            && octet.All(char.IsAsciiDigit)
            && (octet.Length == 1 || octet[0] != '0')
            && int.Parse(octet, CultureInfo.InvariantCulture) <= 255;

    private static bool TryVersion6(string text, out string normalised)
    {
        normalised = text;

        // The parser below also takes zones, brackets and ports: only the characters of an address may come.
        if (!text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.') || !HasGoodTail(text))
            return false;
        if (!IPAddress.TryParse(text, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        normalised = address.ToString();
        return true;
    }

    private static bool HasGoodTail(string text)
    {
        string tail = text[(text.LastIndexOf(':') + 1)..];
        return !text.Contains('.', StringComparison.Ordinal) || IsVersion4(tail);
    }
}
