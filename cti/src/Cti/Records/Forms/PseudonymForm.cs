using System.Security.Cryptography;
using System.Text;

namespace Cti.Records.Forms;

/// <summary>Puts a keyed hash in place of the normal form of another: 64 hexadecimal digits of HMAC-SHA256(pepper, column ‖ 0 ‖ value).</summary>
/// <param name="inner">Judges and normalises the value first; what it does not accept is not accepted here.</param>
/// <param name="pepper">The key.</param>
/// <param name="column">The column, so that equal values of different columns do not show as equal.</param>
public sealed class PseudonymForm(TextForm inner, string pepper, string column) : TextForm
{
    /// <summary>Length of every hash: 64 characters.</summary>
    public const int Length = 64;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(pepper);
    private readonly byte[] _prefix = [.. Encoding.UTF8.GetBytes(column), 0];

    /// <summary>A form for values that are normalised already; only <see cref="Of"/> is asked of it.</summary>
    public static PseudonymForm OfNormalised(string pepper, string column) => new(new PlainTextForm(int.MaxValue, lower: false, nullable: true), pepper, column);

    /// <inheritdoc/>
    public override int Room(int rawLength) => Math.Max(Length, _prefix.Length + inner.Room(rawLength));

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        int written = inner.Write(raw, destination[_prefix.Length..]);
        if (written < 0)
            return written;
        _prefix.CopyTo(destination);
        Span<byte> digest = stackalloc byte[32];
        HMACSHA256.HashData(_key, destination[..(_prefix.Length + written)], digest);
        Convert.TryToHexStringLower(digest, destination, out _);
        return Length;
    }

    /// <summary>The hash of a value that is normalised already.</summary>
    public string Of(string normalised)
    {
        byte[] content = [.. _prefix, .. Encoding.UTF8.GetBytes(normalised)];
        return Convert.ToHexStringLower(HMACSHA256.HashData(_key, content));
    }
}
