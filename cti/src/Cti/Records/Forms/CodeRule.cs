namespace Cti.Records.Forms;

/// <summary>Ids that are whole numbers above zero or codes, as text.</summary>
public static class CodeRule
{
    /// <summary>Digits with a value above zero, or a letter followed by letters, digits, <c>_</c> and <c>-</c>.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            return false;
        if (char.IsAsciiLetter(text[0]))
            return text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        return text.All(char.IsAsciiDigit) && text.Any(c => c != '0');
    }
}
