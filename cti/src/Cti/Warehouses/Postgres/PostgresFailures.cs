using System.Net.Sockets;
using Cti.Failures;
using Npgsql;

namespace Cti.Warehouses.Postgres;

/// <summary>PostgreSQL's refusals, and the network's, as the program's failures.</summary>
/// <remarks>Only the server's message is repeated. Its detail is not: it quotes whole rows.</remarks>
internal static class PostgresFailures
{
    /// <summary>Whether the same work may well succeed at once: conflicts between transactions and connections that were lost.</summary>
    public static bool IsWorthRetrying(NpgsqlException e) => e switch
    {
        PostgresException { SqlState: var state } => state is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections
            || state.StartsWith("08", StringComparison.Ordinal),
        // Of those without a server's answer, only what the network did passes by itself: not a missing password, or TLS that is not to be had.
        _ => e.IsTransient && !IsUnknownHost(e),
    };

    /// <summary>Whether a value or a rule about values was the reason: then rows can be named.</summary>
    public static bool IsAboutRows(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal);

    /// <summary>The failure to report.</summary>
    /// <param name="e">The refusal.</param>
    /// <param name="stage"><c>load</c> or <c>query</c>.</param>
    /// <param name="server">Host, port and database.</param>
    public static CtiException Of(NpgsqlException e, string stage, string server)
    {
        if (e is not PostgresException refusal)
        {
            if (IsUnknownHost(e))
                return CtiException.Usage(stage, $"{server}: no such host; check the setting hostname or --warehouse.", e);
            return !e.IsTransient
                ? CtiException.Usage(stage, $"{server}: no connection could be made: {Reason(e)}; check password (CTI_PASSWORD, PGPASSWORD) and sslmode.", e)
                : CtiException.Transient(stage, $"{server} could not be reached, or the connection was lost: {Reason(e)}; try again.", e);
        }

        string said = Reason(refusal);
        return refusal.SqlState switch
        {
            _ when IsWorthRetrying(e) => CtiException.Transient(stage, $"{server} could not carry it out now: {said}; try again.", e),
            PostgresErrorCodes.QueryCanceled => CtiException.Transient(stage, $"{server} cancelled the statement: {said}; look for a statement_timeout, or whoever cancelled it.", e),
            PostgresErrorCodes.ReadOnlySqlTransaction => CtiException.Transient(stage, $"{server} only reads now (a standby?): {said}; try again, or name the primary.", e),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                CtiException.Usage(stage, $"{server} does not let the user in: {said}; check username and password (CTI_PASSWORD, PGPASSWORD) and the server's pg_hba.conf.", e),
            PostgresErrorCodes.InvalidCatalogName => CtiException.Usage(stage, $"{server}: {said}; make the database, or name another.", e),
            PostgresErrorCodes.InsufficientPrivilege => new CtiException(FailureKind.RefusedByWarehouse, stage, $"{server} refused: {said}; the documentation of warehouses lists the rights that a load needs.", e),
            var state when state.StartsWith("53", StringComparison.Ordinal) => CtiException.Transient(stage, $"{server} has no room for it: {said}; free some and try again.", e),
            _ => new CtiException(FailureKind.RefusedByWarehouse, stage, $"{server} refused: {said}.", e),
        };
    }

    /// <summary>What happened, in the server's or the network's words.</summary>
    public static string Reason(NpgsqlException e) =>
        e is PostgresException refusal ? $"{refusal.MessageText} ({refusal.SqlState})" : (e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" ").TrimEnd('.');

    private static bool IsUnknownHost(NpgsqlException e) => e.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound };
}
