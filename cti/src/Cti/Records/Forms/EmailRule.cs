namespace Cti.Records.Forms;

/// <summary>What an e-mail address must look like here, on text; deliverability is not judged.</summary>
public static class EmailRule
{
    /// <summary>One <c>@</c>, no white space, a local part, a domain with at least one dot and no empty label.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || text.IndexOf('@', at + 1) >= 0 || text.Any(char.IsWhiteSpace))
            return false;
        string[] labels = text[(at + 1)..].Split('.');
        return labels.Length >= 2 && labels.All(label => label.Length > 0);
    }

    /// <summary>The first label of the domain: <c>user@mail.example.com</c> gives <c>mail</c>.</summary>
    public static string Company(string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        int at = email.IndexOf('@', StringComparison.Ordinal);
        int dot = email.IndexOf('.', at + 1);
        return email[(at + 1)..dot];
    }
}
