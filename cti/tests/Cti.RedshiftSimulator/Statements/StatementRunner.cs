using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics;
using System.Globalization;
using Cti.Warehouses.DuckDb;
using Npgsql;

namespace Cti.RedshiftSimulator;

/// <summary>Takes statements through their states, each in a session and a transaction of its own.</summary>
internal sealed class StatementRunner(SimulatorOptions options, CopyRunner copies) : IAsyncDisposable
{
    private const string Stopped = "Query cancelled on user's request";
    private const string Conflict = "1023\n  Detail: Serializable isolation violation on table in Redshift";
    private readonly ConcurrentDictionary<string, Task> _running = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SystemCatalog _catalog = new();
    private readonly SqlRunner _sql = new(copies, options.Clock);

    /// <summary>Begins to run a statement.</summary>
    public void Start(Statement statement, SimulatorFault? fault)
    {
        Task run = Task.Run(() => RunAsync(statement, fault), CancellationToken.None);
        _running[statement.Id] = run;
        _ = run.ContinueWith(_ => _running.TryRemove(statement.Id, out Task? _), TaskScheduler.Default);
    }

    /// <summary>Stops all that run, and waits for them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Values);
        _stopping.Dispose();
    }

    private async Task RunAsync(Statement statement, SimulatorFault? fault)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(statement.Cancelled, _stopping.Token);
        try
        {
            await PassAsync(options.SubmittedDelay, either.Token);
            statement.Move(StatementStatus.Picked);
            await PassAsync(options.PickedDelay, either.Token);
            statement.Move(StatementStatus.Started);
            await PassAsync(options.StartedDelay + Seconds(fault, FaultKind.Slow), either.Token);
            bool committed = await InSessionAsync(statement, fault, either.Token);
            // Only now, with the session closed: whoever sees the end must find nothing of it left behind, and its log written.
            statement.End(committed ? StatementStatus.Finished : fault!.Kind == FaultKind.Aborted ? StatementStatus.Aborted : StatementStatus.Failed, committed ? null : TextOf(fault!));
        }
        catch (OperationCanceledException)
        {
            statement.End(StatementStatus.Aborted, Stopped);
        }
        catch (Exception e) when (ErrorOf(e) is not null)
        {
            statement.End(StatementStatus.Failed, Numbered(statement, ErrorOf(e)!));
        }
        finally
        {
            // Only a mistake of the simulator's leaves it open: who waits must hear of it.
            statement.End(StatementStatus.Failed, "ERROR: the simulator itself failed");
        }
    }

    // False where a fault asks that it be rolled back.
    private async Task<bool> InSessionAsync(Statement statement, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = new(ConnectionString(statement.Request.Database));
        await connection.OpenAsync(cancellationToken);
        await _catalog.EnsureAsync(connection, cancellationToken);
        LoadLog log = new(statement.Request.Database);
        bool committed = false;
        try
        {
            committed = await InTransactionAsync(connection, statement, log, fault, cancellationToken);
        }
        finally
        {
            await WriteLogAsync(statement, log, committed);
        }

        return committed;
    }

    private async Task<bool> InTransactionAsync(NpgsqlConnection connection, Statement statement, LoadLog log, SimulatorFault? fault, CancellationToken cancellationToken)
    {
        TranslatedSql[] translated = new TranslatedSql[statement.Subs.Count];
        bool without = !statement.Request.IsBatch && await PartAsync(statement, 0, () => Task.FromResult(translated[0] = Translate(statement, 0)), keepsOpen: true) is { WithoutTransaction: true };
        await using NpgsqlTransaction? transaction = without ? null : await connection.BeginTransactionAsync(
            options.Isolation == SimulatorIsolation.Serializable ? IsolationLevel.Serializable : IsolationLevel.RepeatableRead, cancellationToken);
        for (int i = 0; i < statement.Subs.Count; i++)
        {
            int part = i;
            await PartAsync(statement, part, async () =>
            {
                TranslatedSql sql = translated[part] ?? Translate(statement, part);
                await _sql.RunAsync(connection, statement, statement.Subs[part], sql, log, cancellationToken);
                return sql;
            });
        }

        await PassAsync(Seconds(fault, FaultKind.SlowCommit), cancellationToken);
        if (fault?.Kind is FaultKind.Aborted or FaultKind.Failed or FaultKind.SerializationConflict)
            return false;
        if (!statement.BeginCommit())
            throw new OperationCanceledException();
        if (transaction is not null)
            await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    private static async Task<TranslatedSql> PartAsync(Statement statement, int index, Func<Task<TranslatedSql>> run, bool keepsOpen = false)
    {
        SubStatement sub = statement.Subs[index];
        statement.Update(sub, s => s.Status = StatementStatus.Started);
        long from = Stopwatch.GetTimestamp();
        try
        {
            TranslatedSql sql = await run();
            if (!keepsOpen)
                statement.Update(sub, s => s.Status = StatementStatus.Finished);
            return sql;
        }
        catch (Exception e) when (ErrorOf(e) is not null and var error)
        {
            statement.Update(sub, s => (s.Status, s.Error) = (StatementStatus.Failed, error));
            throw;
        }
        finally
        {
            statement.Update(sub, s => s.Duration = Stopwatch.GetElapsedTime(from));
        }
    }

    private static TranslatedSql Translate(Statement statement, int part)
    {
        TranslatedSql sql = SqlTranslator.Translate(statement.Subs[part].Sql);
        return !sql.StandsAlone || !statement.Request.IsBatch ? sql : throw new SqlRefusedException(
            "this statement cannot run inside a batch: on Redshift it would commit what came before it (TRUNCATE) or is refused in a transaction (ALTER COLUMN TYPE, VACUUM, CREATE DATABASE)");
    }

    // In a session of its own: the statement's may be broken, and what it wrote there would be lost with its transaction.
    private async Task WriteLogAsync(Statement statement, LoadLog log, bool committed)
    {
        if (log.IsEmpty)
            return;
        try
        {
            await using NpgsqlConnection connection = new(ConnectionString(statement.Request.Database));
            await connection.OpenAsync(CancellationToken.None);
            await log.WriteAsync(connection, committed, CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // What was committed stays so, whatever becomes of the system tables.
        }
    }

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(options.Postgres)
    {
        Database = database,
        Pooling = false,
        SearchPath = "public, " + SystemCatalog.Schema,
        Timezone = "UTC",
        CommandTimeout = 0,
        ApplicationName = "redshift-simulator",
    }.ConnectionString;

    private Task PassAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return time > TimeSpan.Zero ? Task.Delay(time, options.Clock, cancellationToken) : Task.CompletedTask;
    }

    private static TimeSpan Seconds(SimulatorFault? fault, FaultKind kind) => fault?.Kind == kind ? TimeSpan.FromSeconds(fault.Seconds) : TimeSpan.Zero;

    // A part's failure is told twice: by the part, and by the whole with the part's number.
    private static string Numbered(Statement statement, string error)
    {
        int failed = statement.Subs.TakeWhile(s => s.Status != StatementStatus.Failed).Count();
        return statement.Request.IsBatch && failed < statement.Subs.Count ? string.Create(CultureInfo.InvariantCulture, $"Query #{failed + 1} failed with {error}") : error;
    }

    private static string TextOf(SimulatorFault fault) => fault switch
    {
        { Message: { } given } => given,
        { Kind: FaultKind.SerializationConflict } => "ERROR: " + Conflict,
        { Kind: FaultKind.Failed } => "ERROR: Internal error",
        _ => "Query aborted",
    };

    private static string? ErrorOf(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure } => "ERROR: " + Conflict,
        PostgresException { SqlState: PostgresErrorCodes.DivisionByZero } => "ERROR: Divide by zero",
        PostgresException { SqlState: PostgresErrorCodes.CheckViolation, ConstraintName: { } name } e when name.StartsWith(ColumnText.LengthConstraint, StringComparison.Ordinal) =>
            $"ERROR: value too long for type character varying (column {name[ColumnText.LengthConstraint.Length..]} of {e.TableName}, in bytes)",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } e => "FATAL: " + e.MessageText,
        PostgresException { SqlState: PostgresErrorCodes.NotNullViolation } e => $"ERROR: Cannot insert a NULL value into column {e.ColumnName}",
        PostgresException e => "ERROR: " + e.MessageText,
        SqlRefusedException or CopyFailedException => "ERROR: " + failure.Message,
        NpgsqlException or IOException or DuckDbException or System.Net.Http.HttpRequestException or Amazon.Runtime.AmazonClientException => "ERROR: the simulator's own parts failed: " + failure.Message,
        _ => null,
    };
}
