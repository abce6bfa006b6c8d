namespace Cti.Records.KeyData;

/// <summary>A key and its data, both trimmed and in lower case; null where empty.</summary>
/// <param name="Key">The key.</param>
/// <param name="Data">The data.</param>
public sealed record KeyDataRecord(string? Key, string? Data);
