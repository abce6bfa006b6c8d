using System.Text.RegularExpressions;
using Cti.Failures;

namespace Cti.Warehouses.Redshift;

/// <summary>What Redshift says of a failed statement, as failures of this program.</summary>
internal static partial class RedshiftFailures
{
    private const int MaxMessage = 800;

    /// <summary>Whether the same load is likely to succeed if it is planned and sent again.</summary>
    /// <param name="e">The failure.</param>
    /// <param name="step">The statement at fault; null where it is not known, or for a statement by itself.</param>
    public static bool IsTransient(RedshiftException e, LoadStep? step = null) =>
        e.Statement.Status == StatementStatus.Aborted || step?.Kind == LoadStepKind.LedgerCheck || Passing().IsMatch(e.Message);

    /// <summary>Whether a check of the batch's own stopped it, rather than an error.</summary>
    public static bool IsCheck(RedshiftException e) => DivisionByZero().IsMatch(e.Message);

    /// <summary>The failure to report.</summary>
    /// <param name="e">What the database said.</param>
    /// <param name="stage"><c>load</c> or <c>query</c>.</param>
    /// <param name="warehouse">Where.</param>
    /// <param name="step">The statement at fault; null where it is not known.</param>
    public static CtiException Of(RedshiftException e, string stage, string warehouse, LoadStep? step = null)
    {
        if (IsTransient(e, step))
            return CtiException.Transient(stage, $"{warehouse} could not finish the statement ({Short(e.Message)}); nothing was changed, try again later.", e);
        return step switch
        {
            { Kind: LoadStepKind.PresenceCheck, Source: { } source } when IsCheck(e) => Refused(
                stage, $"after the load of {source.Uri}, table {step.Table} did not hold all of its rows; everything was rolled back. Look for triggers of the table's own, such as row-level security.", e),
            _ when Denied().IsMatch(e.Message) => CtiException.Usage(stage, $"{warehouse} does not allow it ({Short(e.Message)}); grant it to the database user that this runs as.", e),
            null when stage == "query" && UnknownTable().IsMatch(e.Message) => CtiException.Usage(stage, $"{warehouse}: {Short(e.Message)}; load its dataset first, or check the setting schema.", e),
            _ when Unknown().IsMatch(e.Message) => CtiException.Usage(stage, $"{warehouse}: {Short(e.Message)}; check database, schema and role of the settings.", e),
            _ => Refused(stage, $"{warehouse} refused: {Short(e.Message)}", e),
        };
    }

    /// <summary>A message on one line, cut where it is long.</summary>
    public static string Short(string message)
    {
        string text = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= MaxMessage ? text : text[..MaxMessage] + "…";
    }

    private static CtiException Refused(string stage, string message, Exception cause) => new(FailureKind.RefusedByWarehouse, stage, message, cause);

    // Conflicts with other transactions, a database that restarts or is resumed, an S3 that is busy, and a table that another call made just now.
    [GeneratedRegex(
        @"\b1023\b|serializable isolation violation|could not serialize|deadlock detected|restarting|connection .*(closed|refused|reset|lost|terminated)|terminating connection|in recovery|internal error|is (paused|resuming|not available)|already exists|unique constraint ""pg_|concurrent(ly)? (update|transaction|dropped|deleted)|S3ServiceException.*(Status 5\d\d|SlowDown|InternalError)|S3.*(timed? ?out|connection reset)|query .*(cancell?ed|aborted) (on|by) (system|admin)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Passing();

    [GeneratedRegex("divi(sion|de) by zero", RegexOptions.IgnoreCase)]
    private static partial Regex DivisionByZero();

    [GeneratedRegex("permission denied|not authorized|must be owner|access ?denied|assume ?role", RegexOptions.IgnoreCase)]
    private static partial Regex Denied();

    [GeneratedRegex("(relation|table) .*does not exist", RegexOptions.IgnoreCase)]
    private static partial Regex UnknownTable();

    [GeneratedRegex("(database|schema|role|user) .*does not exist|password authentication failed", RegexOptions.IgnoreCase)]
    private static partial Regex Unknown();
}
