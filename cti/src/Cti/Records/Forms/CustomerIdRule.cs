namespace Cti.Records.Forms;

/// <summary>Ids of customers: text of digits, of which leading zeros matter.</summary>
public static class CustomerIdRule
{
    /// <summary>What is expected, for messages.</summary>
    public const string Expected = "text of digits";

    /// <summary>Digits alone.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
    }
}
