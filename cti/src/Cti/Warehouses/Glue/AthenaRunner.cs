using System.Globalization;
using Cti.Failures;
using Cti.Telemetry;
using Cti.Warehouses.Glue.Api;

namespace Cti.Warehouses.Glue;

/// <summary>Runs a query in Athena and reads its rows.</summary>
internal sealed class AthenaRunner(GlueSession session)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>The answer.</summary>
    /// <exception cref="CtiException">Transient where Athena says that it may pass, Usage where a table or right is missing, else RefusedByWarehouse.</exception>
    public async Task<QueryTable> QueryAsync(string sql, string name, CancellationToken cancellationToken)
    {
        string id = await session.Athena.StartAsync(sql, session.Database, cancellationToken).ConfigureAwait(false);
        session.Logger.StatementSubmitted(id, name);
        session.Logger.StatementSent(id, name, $"athena workgroup {session.Athena.WorkgroupName}");
        bool ended = false;
        try
        {
            ExecutionStatus status = await EndAsync(id, cancellationToken).ConfigureAwait(false);
            ended = true;
            session.Logger.StatementEnded(id, status.State);
            if (status.State != "SUCCEEDED")
                throw Failed(status);
        }
        finally
        {
            if (!ended && cancellationToken.IsCancellationRequested)
                await StopAsync(id).ConfigureAwait(false);
        }

        return await ReadAsync(id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ExecutionStatus> EndAsync(string id, CancellationToken cancellationToken)
    {
        for (TimeSpan wait = ShortestWait; ; wait = wait < LongestWait ? wait * 1.5 : wait)
        {
            ExecutionStatus status = await session.Athena.StatusAsync(id, cancellationToken).ConfigureAwait(false);
            if (status.State is not ("QUEUED" or "RUNNING"))
                return status;
            await Task.Delay(wait, session.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // The call is ending: what it began would go on costing money.
    private async Task StopAsync(string id)
    {
        session.Logger.StatementStopped(id);
        try
        {
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(5), session.Clock);
            await session.Athena.StopAsync(id, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CtiException or OperationCanceledException)
        {
            session.Logger.StatementEnded(id, "unknown: it could not be stopped");
        }
    }

    private CtiException Failed(ExecutionStatus status)
    {
        string reason = AthenaDdl.OneLine(status.StateChangeReason ?? status.AthenaError?.ErrorMessage ?? status.State);
        string where = $"Athena, {session.Name}";
        bool Says(params string[] words) => words.Any(w => reason.Contains(w, StringComparison.OrdinalIgnoreCase));
        if (status.State == "CANCELLED" || status.AthenaError?.Retryable == true || Says("INTERNAL_ERROR", "exhausted resources at this scale", "SlowDown", "throttl"))
            return CtiException.Transient("query", $"{where} could not finish the query ({reason}); try again later.");
        if (Says("TABLE_NOT_FOUND", "SCHEMA_NOT_FOUND", "does not exist"))
            return CtiException.Usage("query", $"{where}: {reason}; load its dataset with --create first, or check the database.");
        return Says("denied", "not authorized", "insufficient permissions")
            ? CtiException.Usage("query", $"{where} does not allow it ({reason}); grant it to the role that this runs as.")
            : new CtiException(FailureKind.RefusedByWarehouse, "query", $"{where} refused: {reason}.");
    }

    private async Task<QueryTable> ReadAsync(string id, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<object?>> rows = [];
        string[]? names = null;
        string? next = null;
        do
        {
            ResultsAnswer page = await session.Athena.ResultsAsync(id, next, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ResultColumn> columns = page.ResultSet.ResultSetMetadata?.ColumnInfo ?? [];
            IReadOnlyList<ResultRow> found = page.ResultSet.Rows ?? [];
            // The first row of all repeats the names.
            bool isHeader = names is null && found.Count > 0 && (found[0].Data ?? []).Select(d => d.VarCharValue).SequenceEqual(columns.Select(c => c.Name));
            names ??= [.. columns.Select(c => c.Label ?? c.Name)];
            rows.AddRange(found.Skip(isHeader ? 1 : 0).Select(r => (IReadOnlyList<object?>)[.. (r.Data ?? []).Select((d, i) => ValueOf(d.VarCharValue, i < columns.Count ? columns[i].Type : null))]));
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
        return new QueryTable(names ?? [], rows);
    }

    private static object? ValueOf(string? text, string? type)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return (text, type) switch
        {
            (null, _) => null,
            (_, "tinyint" or "smallint" or "integer" or "bigint") when long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out long whole) => whole,
            (_, "decimal") when decimal.TryParse(text, NumberStyles.Number, invariant, out decimal exact) => exact,
            (_, "double" or "float" or "real") when double.TryParse(text, NumberStyles.Float, invariant, out double real) => real,
            (_, "boolean") when bool.TryParse(text, out bool flag) => flag,
            (_, "date" or "timestamp") when DateTime.TryParse(text, invariant, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time) => time,
            _ => text,
        };
    }
}
