using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Cti.Records.Columns;
using Cti.Records.Forms;

namespace Cti.Records.Erasing;

/// <summary>Makes what takes the place of personal values: keyed hashes that only who has the pepper can compare.</summary>
/// <param name="pepper">The key. Never logged.</param>
public sealed class Pseudonyms(string pepper)
{
    /// <summary>How each pseudonym begins.</summary>
    public const string Prefix = "erased-";

    private const string Domain = "@erased.invalid";
    private const string JsonStart = "{\"erased\":\"";
    private const string JsonEnd = "\"}";
    private const int Digits = 16;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private readonly byte[] _key = Encoding.UTF8.GetBytes(pepper);
    private readonly PseudonymForm _emails = PseudonymForm.OfNormalised(pepper, "email");

    /// <summary><c>erased-</c> and the first 16 hexadecimal digits of HMAC-SHA256(pepper, subject ‖ 0 ‖ field ‖ 0 ‖ value).</summary>
    /// <param name="subject">The person's key.</param>
    /// <param name="field">The column.</param>
    /// <param name="value">The normalised value.</param>
    public string Of(string subject, string field, string value) =>
        Prefix + Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{subject}\0{field}\0{value}")))[..Digits];

    /// <summary>The keyed hash by which a person is found whose address is not to be written down; it is the one that <c>erasure_requests</c> holds.</summary>
    public string HashOfEmail(string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        return _emails.Of(email.Trim().ToLowerInvariant());
    }

    /// <summary>What takes a value's place; null for NULL. A value that is a pseudonym already stays as it is.</summary>
    /// <param name="erasedAs">What kind of value it is.</param>
    /// <param name="subject">The person's key.</param>
    /// <param name="field">The column.</param>
    /// <param name="value">The value; white space around it does not count.</param>
    public string? Replace(ErasedAs erasedAs, string subject, string field, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string normalised = value.Trim();
        if (erasedAs == ErasedAs.KeyedHash || (erasedAs != ErasedAs.Null && (normalised.Length == 0 || IsOne(normalised))))
            return value;
        return erasedAs switch
        {
            ErasedAs.Null => null,
            // As addresses are found without regard to case, those of one person stay equal in all tables.
            ErasedAs.EmailPseudonym => Of(subject, field, normalised.ToLowerInvariant()) + Domain,
            _ => Of(subject, field, normalised),
        };
    }

    /// <summary>The same for a column, whose type it keeps: JSON becomes an object that holds the pseudonym.</summary>
    public string? Replace(ColumnDefinition column, string subject, string value)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(value);
        if (column.Type != ColumnType.Json || column.ErasedAs != ErasedAs.Pseudonym)
            return Replace(column.ErasedAs ?? ErasedAs.KeyedHash, subject, column.Name, value);
        bool isOne = value.StartsWith(JsonStart, StringComparison.Ordinal) && value.EndsWith(JsonEnd, StringComparison.Ordinal) && IsOne(value[JsonStart.Length..^JsonEnd.Length]);
        return isOne ? value : JsonStart + Of(subject, column.Name, value) + JsonEnd;
    }

    /// <summary>Whether a value is a pseudonym already.</summary>
    public static bool IsOne(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int length = Prefix.Length + Digits;
        return value.Length >= length && value.StartsWith(Prefix, StringComparison.Ordinal)
            && value.AsSpan(Prefix.Length, Digits).IndexOfAnyExcept(HexDigits) < 0
            && (value.Length == length || value.AsSpan(length).SequenceEqual(Domain));
    }
}
