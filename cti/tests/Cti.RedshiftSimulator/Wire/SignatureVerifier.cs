using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cti.RedshiftSimulator;

/// <summary>Checks AWS Signature Version 4, written from its public description and apart from any SDK.</summary>
internal sealed class SignatureVerifier(SimulatorOptions options)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Service = "redshift-data";

    /// <summary>Passes a request that one of the keys has signed, just now.</summary>
    /// <exception cref="DataApiException">403: it is not.</exception>
    public void Verify(HttpRequest request, byte[] body)
    {
        SignatureHeader header = SignatureHeader.Parse(request.Headers.Authorization.ToString());
        SimulatorKey key = options.Keys.FirstOrDefault(k => k.Id == header.KeyId)
            ?? throw Refused("UnrecognizedClientException", "The security token included in the request is invalid.");
        if ((key.SessionToken ?? "") != request.Headers["X-Amz-Security-Token"].ToString())
            throw Refused("UnrecognizedClientException", "The security token included in the request is invalid.");

        string time = CheckTime(request, header);
        CheckScope(header);
        CheckSignedHeaders(request, header);
        string hash = Hex(SHA256.HashData(body));
        if (request.Headers.TryGetValue("X-Amz-Content-Sha256", out Microsoft.Extensions.Primitives.StringValues claimed) && claimed.ToString() != hash)
            throw Invalid("The value of x-amz-content-sha256 is not the hash of the body.");

        string text = string.Join('\n', Algorithm, time, header.Scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(request, header, hash)))));
        byte[] expected = HMACSHA256.HashData(SigningKey(key.Secret, header), Encoding.UTF8.GetBytes(text));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hex(expected)), Encoding.ASCII.GetBytes(header.Signature)))
            throw Invalid("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
    }

    private static string Canonical(HttpRequest request, SignatureHeader header, string hash)
    {
        StringBuilder text = new();
        text.Append(request.Method).Append('\n');
        text.Append(request.Path.HasValue ? request.Path.ToUriComponent() : "/").Append('\n');
        text.Append(string.Join('&', request.Query
            .SelectMany(p => p.Value.Select(v => Uri.EscapeDataString(p.Key) + "=" + Uri.EscapeDataString(v ?? "")))
            .Order(StringComparer.Ordinal))).Append('\n');
        foreach (string name in header.SignedHeaders)
            text.Append(name).Append(':').Append(string.Join(',', request.Headers[name].Select(Collapse))).Append('\n');
        return text.Append('\n').Append(string.Join(';', header.SignedHeaders)).Append('\n').Append(hash).ToString();
    }

    private static string Collapse(string? value) => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static byte[] SigningKey(string secret, SignatureHeader header)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string part in header.Scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }

    private string CheckTime(HttpRequest request, SignatureHeader header)
    {
        const string form = "yyyyMMdd'T'HHmmss'Z'";
        string time = request.Headers["X-Amz-Date"].ToString();
        if (!DateTime.TryParseExact(time, form, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime signed))
            throw Refused("IncompleteSignatureException", "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        DateTime now = options.Clock.GetUtcNow().UtcDateTime;
        if (signed < now - options.ClockSkew)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Signature expired: {time} is now earlier than {(now - options.ClockSkew).ToString(form, CultureInfo.InvariantCulture)} ({now.ToString(form, CultureInfo.InvariantCulture)} - {options.ClockSkew.TotalMinutes:0} min.)"));
        if (signed > now + options.ClockSkew)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Signature not yet current: {time} is still later than {(now + options.ClockSkew).ToString(form, CultureInfo.InvariantCulture)} ({now.ToString(form, CultureInfo.InvariantCulture)} + {options.ClockSkew.TotalMinutes:0} min.)"));
        if (!time.StartsWith(header.Date, StringComparison.Ordinal))
            throw Invalid($"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{header.Date}' != '{time[..8]}', from '{time}'.");
        return time;
    }

    private void CheckScope(SignatureHeader header)
    {
        if (header.Service != Service)
            throw Invalid($"Credential should be scoped to correct service: '{Service}'.");
        if (options.Region is not null && header.Region != options.Region)
            throw Invalid($"Credential should be scoped to a valid region, not '{header.Region}'.");
    }

    // What is not signed could be changed on the way: the host and all of x-amz-* have to be.
    private static void CheckSignedHeaders(HttpRequest request, SignatureHeader header)
    {
        IEnumerable<string> needed = request.Headers.Keys.Select(k => k.ToLowerInvariant())
            .Where(k => k is "host" || k.StartsWith("x-amz-", StringComparison.Ordinal));
        string[] missing = [.. needed.Where(k => !header.SignedHeaders.Contains(k))];
        if (missing.Length > 0)
            throw Invalid($"'{string.Join("', '", missing)}' must be a 'SignedHeader' in the AWS Authorization.");
        if (header.SignedHeaders.FirstOrDefault(h => !request.Headers.ContainsKey(h)) is { } absent)
            throw Invalid($"The signed header '{absent}' is not in the request.");
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static DataApiException Invalid(string message) => Refused("InvalidSignatureException", message);

    private static DataApiException Refused(string code, string message) => new(403, code, message);
}
