using System.Globalization;
using System.Text;

namespace Cti.Warehouses.Erasing;

/// <summary>Looks customers up by id or address.</summary>
internal static class ContactSql
{
    /// <summary>The columns that it needs.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["id", "email", "arrived_at"];

    /// <summary>Asks for those that have one of the ids or addresses; the statement holds no address.</summary>
    public static string Select(SqlDialect dialect, string schema, string table, IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails, string salt)
    {
        string hashes = string.Join(", ", emails.Select(e => dialect.Text(ErasureSalt.Hash(salt, e))).DefaultIfEmpty("''"));
        string found = string.Join(", ", ids.Select(dialect.Text).DefaultIfEmpty("''"));
        string email = dialect.Quote("email");
        string condition = $"{dialect.Quote("id")} IN ({found}) OR {dialect.Sha256($"{dialect.Text(salt)} || lower({email})")} IN ({hashes}){OrNotAscii(dialect, email, emails)}";
        return $"SELECT {dialect.List(Columns)} FROM {dialect.Qualify(schema, table)} WHERE {condition}";
    }

    /// <summary>What makes a condition wider where one of the addresses is not ASCII: what <c>lower</c> makes of such letters depends on the server and its locale, so all such rows are looked at here.</summary>
    public static string OrNotAscii(SqlDialect dialect, string column, IEnumerable<string> emails) => emails.All(e => Ascii.IsValid(e)) ? string.Empty : $" OR {dialect.IsNotAscii(column)}";

    /// <summary>The answer: those that have one of the ids or addresses.</summary>
    public static IReadOnlyList<CustomerContact> Read(QueryTable answer, IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails)
    {
        HashSet<string> wantedIds = [.. ids];
        HashSet<string> wantedEmails = [.. emails];
        return
        [
            .. answer.Rows.Where(r => r[0] is string && r[1] is string && r[2] is not null).Select(r => new CustomerContact((string)r[0]!, (string)r[1]!, MicrosOf(r[2]!)))
                .Where(c => wantedIds.Contains(c.Id) || wantedEmails.Contains(c.Email.ToLowerInvariant())),
        ];
    }

    /// <summary>A moment that a warehouse answered with, in microseconds since 1970-01-01 UTC.</summary>
    public static long MicrosOf(object time)
    {
        DateTime moment = time as DateTime? ?? DateTime.Parse((string)time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }
}
