using System.Globalization;
using Cti.Records.Erasing;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Erasing;
using Cti.Warehouses.Reading;

namespace Cti.Pipelines.Erasure.Files;

/// <summary>Finds the rows of a local part that are to be erased.</summary>
/// <param name="reader">Reads parts.</param>
/// <param name="subjects">The persons, by addresses in the clear.</param>
internal sealed class PartSearch(PartReader reader, SubjectIndex subjects)
{
    private static readonly DuckDbDialect Dialect = DuckDbDialect.Instance;
    private readonly string _ids = string.Join(", ", subjects.CustomerIds.Select(Dialect.Text));
    private readonly string _emails = string.Join(", ", subjects.Emails.Select(Dialect.Text));

    /// <summary>The rows that change when they are erased, with their persons.</summary>
    /// <param name="eraser">Of the part's table.</param>
    /// <param name="file">The part, local.</param>
    /// <param name="arrivalOf">When a row's object arrived, where the table has no column for it: then the row's own time counts where it is earlier.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Rows from 0.</returns>
    /// <exception cref="DuckDbException">The part cannot be read.</exception>
    public Dictionary<long, Subject> Find(TableEraser eraser, string file, Func<long, long> arrivalOf, CancellationToken cancellationToken)
    {
        Dictionary<long, Subject> found = [];
        if (ConditionOf(eraser) is not { } condition)
            return found;
        string columns = Dialect.List(eraser.Table.Columns.Select(c => c.Name));
        QueryTable rows = reader.Query($"SELECT file_row_number, {columns} FROM {PartSql.From([file], ", file_row_number = true")} WHERE {condition}", cancellationToken);
        foreach (IReadOnlyList<object?> row in rows.Rows)
        {
            long number = (long)row[0]!;
            if (SubjectOf(eraser, row, number, arrivalOf) is { } subject && Changes(eraser, row, subject))
                found.Add(number, subject);
        }

        return found;
    }

    private string? ConditionOf(TableEraser eraser)
    {
        List<string> conditions = [];
        if (eraser.CustomerColumn >= 0 && _ids.Length > 0)
            conditions.Add($"{Dialect.Quote(eraser.Table.Columns[eraser.CustomerColumn].Name)} IN ({_ids})");
        if (eraser.EmailColumn >= 0 && _emails.Length > 0)
            conditions.Add($"lower({EmailOf(eraser)}) IN ({_emails}){ContactSql.OrNotAscii(Dialect, EmailOf(eraser), subjects.Emails)}");
        return conditions.Count == 0 ? null : string.Join(" OR ", conditions);
    }

    private static string EmailOf(TableEraser eraser) => Dialect.Quote(eraser.Table.Columns[eraser.EmailColumn].Name);

    private static Subject? SubjectOf(TableEraser eraser, IReadOnlyList<object?> row, long number, Func<long, long> arrivalOf)
    {
        long arrived = MicrosOf(row, eraser.ArrivalColumn) ?? Math.Min(arrivalOf(number), MicrosOf(row, eraser.MomentColumn) ?? long.MaxValue);
        return eraser.SubjectOf(TextOf(row, eraser.CustomerColumn), TextOf(row, eraser.EmailColumn), arrived);
    }

    private static long? MicrosOf(IReadOnlyList<object?> row, int column) => column < 0 || row[1 + column] is not DateTime time ? null : (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static bool Changes(TableEraser eraser, IReadOnlyList<object?> row, Subject subject) =>
        eraser.Changed.Any(c => eraser.Replace(c, subject, column => TextOf(row, column)) != TextOf(row, c));

    private static string? TextOf(IReadOnlyList<object?> row, int column) => column < 0 ? null : Convert.ToString(row[1 + column], CultureInfo.InvariantCulture) is { } text && row[1 + column] is not null ? text : null;
}
