namespace Cti.RedshiftSimulator;

/// <summary>An Authorization header of Signature Version 4.</summary>
/// <param name="KeyId">Access key id.</param>
/// <param name="Date">The scope's day, <c>20261120</c>.</param>
/// <param name="Region">The scope's region.</param>
/// <param name="Service">The scope's service.</param>
/// <param name="SignedHeaders">Names, in order.</param>
/// <param name="Signature">In hexadecimal.</param>
internal sealed record SignatureHeader(string KeyId, string Date, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Signature)
{
    /// <summary>What the signing key is derived by.</summary>
    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    /// <summary>Reads a header.</summary>
    /// <exception cref="DataApiException">403: none, or not of this form.</exception>
    public static SignatureHeader Parse(string header)
    {
        const string algorithm = "AWS4-HMAC-SHA256 ";
        if (header.Length == 0)
            throw new DataApiException(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        if (!header.StartsWith(algorithm, StringComparison.Ordinal))
            throw Incomplete("an Authorization of AWS4-HMAC-SHA256");

        Dictionary<string, string> parts = header[algorithm.Length..].Split(',', StringSplitOptions.TrimEntries)
            .Select(p => p.Split('=', 2))
            .Where(p => p.Length == 2)
            .GroupBy(p => p[0])
            .ToDictionary(g => g.Key, g => g.First()[1]);
        string[] credential = (parts.GetValueOrDefault("Credential") ?? throw Incomplete("'Credential'")).Split('/');
        if (credential is not [var id, var date, var region, var service, "aws4_request"])
            throw Incomplete("a credential of key/date/region/service/aws4_request");
        return new SignatureHeader(
            id,
            date,
            region,
            service,
            (parts.GetValueOrDefault("SignedHeaders") ?? throw Incomplete("'SignedHeaders'")).Split(';'),
            parts.GetValueOrDefault("Signature") ?? throw Incomplete("'Signature'"));
    }

    private static DataApiException Incomplete(string what) => new(403, "IncompleteSignatureException", $"Authorization header requires {what}.");
}
