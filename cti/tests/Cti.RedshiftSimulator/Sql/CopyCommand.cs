namespace Cti.RedshiftSimulator;

/// <summary>A COPY of Parquet files by a manifest.</summary>
/// <param name="Table">The table, in quotes.</param>
/// <param name="Columns">The columns it names, in order; empty for all.</param>
/// <param name="Manifest">The manifest's URI.</param>
/// <param name="Role">The role's ARN, or <c>default</c>.</param>
internal sealed record CopyCommand(string Table, IReadOnlyList<string> Columns, string Manifest, string Role)
{
    private static readonly string[] Untried = ["acceptinvchars", "fillrecord", "explicit_ids", "serializetojson"];

    private static readonly string[] OfOtherFormats =
    [
        "region", "maxerror", "compupdate", "truncatecolumns", "acceptanydate", "blanksasnull", "emptyasnull", "csv", "delimiter", "gzip", "lzop", "bzip2", "zstd", "ignoreheader",
        "removequotes", "escape", "null", "dateformat", "timeformat", "encoding", "roundec", "trimblanks", "ignoreblanklines", "ignoreallerrors", "noload", "comprows",
        "encrypted", "readratio", "ssh", "fixedwidth", "quote",
    ];

    /// <summary>Reads one.</summary>
    /// <exception cref="SqlRefusedException">An option that columnar formats do not take, no role, another format.</exception>
    public static CopyCommand Parse(TokenReader reader)
    {
        reader.ExpectWord("copy");
        string table = reader.TakeTable().Text;
        string[] columns = reader.Current.IsSymbol("(") ? [.. reader.TakeList().Select(c => c is [var name] && name.IsIdentifier ? name.Value : throw reader.Unexpected())] : [];
        reader.ExpectWord("from");
        string source = reader.TakeLiteral();
        if (!source.StartsWith("s3://", StringComparison.Ordinal))
            throw new SqlRefusedException($"COPY from '{source}' is not simulated: the source must be s3://");
        (string? role, bool parquet, bool manifest) = (null, false, false);
        while (!reader.IsAtEnd)
        {
            if (reader.TryWords("iam_role"))
                role = reader.TryWords("default") ? "default" : CheckedRole(reader.TakeLiteral());
            else if (IsFormat(reader))
                parquet = true;
            else if (reader.TryWords("manifest"))
                manifest = true;
            else if (reader.TryWords("statupdate"))
                _ = reader.TryWords("on") || reader.TryWords("off") || reader.TryWords("true") || reader.TryWords("false");
            else
                throw Refused(reader);
        }

        if (!parquet)
            throw new SqlRefusedException("COPY without FORMAT AS PARQUET is not simulated");
        if (role is null)
            throw new SqlRefusedException("COPY from this file format only accepts IAM_ROLE credentials");
        return manifest ? new CopyCommand(table, columns, source, role) : throw new SqlRefusedException("COPY without MANIFEST is not simulated");
    }

    private static bool IsFormat(TokenReader reader) =>
        reader.TryWords("format", "as", "parquet") || reader.TryWords("format", "parquet") || reader.TryWords("as", "parquet") || reader.TryWords("parquet");

    private static SqlRefusedException Refused(TokenReader reader)
    {
        string option = reader.Current.Value;
        if (reader.Current.IsWord("credentials", "access_key_id", "secret_access_key", "session_token", "with"))
            return new SqlRefusedException("COPY from this file format only accepts IAM_ROLE credentials");
        if (reader.Current.IsWord(OfOtherFormats))
            return new SqlRefusedException($"{option.ToUpperInvariant()} argument is not supported for PARQUET based COPY");
        return reader.Current.IsWord(Untried) ? new SqlRefusedException($"{option.ToUpperInvariant()} is not simulated") : reader.Unexpected();
    }

    private static string CheckedRole(string role) =>
        role.Split(',').All(r => r.StartsWith("arn:aws", StringComparison.Ordinal) && r.Contains(":iam::", StringComparison.Ordinal) && r.Contains(":role/", StringComparison.Ordinal))
            ? role
            : throw new SqlRefusedException($"Invalid IAM role ARN: {role}");
}
