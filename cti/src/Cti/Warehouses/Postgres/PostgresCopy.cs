using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Reading;
using Npgsql;

namespace Cti.Warehouses.Postgres;

/// <summary>Sends the rows of parts to the server: one COPY a part, so that a line the server complains of is a row of that part.</summary>
internal sealed class PostgresCopy(PostgresSession session, PartReader reader, IObjectStore store, string scratch)
{
    private const int MessageBytes = 256 * 1024;

    /// <summary>Sends all parts in order; remote ones are fetched one at a time and deleted once they are sent.</summary>
    /// <param name="sql">The COPY statement.</param>
    /// <param name="table">The declaration, which the parts must match.</param>
    /// <param name="parts">The manifest's parts of that table.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PartRefusedException">The server refused a part's values.</exception>
    public async Task SendAsync(string sql, TableDefinition table, IEnumerable<ManifestOutput> parts, CancellationToken cancellationToken)
    {
        foreach (ManifestOutput part in parts)
        {
            using StagedParts local = await StagedParts.FetchAsync(store, [part], scratch, cancellationToken).ConfigureAwait(false);
            try
            {
                using DuckDbStream rows = reader.Rows(table, local.Files[0], part.Uri, cancellationToken);
                await SendAsync(sql, table, rows, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (PostgresFailures.IsAboutRows(e))
            {
                throw new PartRefusedException(part, e);
            }
            catch (DuckDbException e)
            {
                throw DuckDbFailures.Of(e, "load", part.Uri);
            }
        }
    }

    private async Task SendAsync(string sql, TableDefinition table, DuckDbStream rows, CancellationToken cancellationToken)
    {
        NpgsqlRawCopyStream copy = await session.CopyAsync(sql, cancellationToken).ConfigureAwait(false);
        bool complete = false;
        try
        {
            using CopyEncoder encoder = new(table.Columns);
            encoder.Append(CopyEncoder.Head);
            while (rows.Next(out DuckDbChunk chunk, cancellationToken))
            {
                encoder.Append(chunk);
                if (encoder.Length >= MessageBytes)
                    await FlushAsync(copy, encoder, cancellationToken).ConfigureAwait(false);
            }

            encoder.Append(CopyEncoder.End);
            await FlushAsync(copy, encoder, cancellationToken).ConfigureAwait(false);
            complete = true;
        }
        finally
        {
            // Disposing would end the COPY well, whatever is missing.
            if (!complete)
                await AbortAsync(copy).ConfigureAwait(false);
        }

        await copy.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task FlushAsync(NpgsqlRawCopyStream copy, CopyEncoder encoder, CancellationToken cancellationToken)
    {
        await copy.WriteAsync(encoder.Written, cancellationToken).ConfigureAwait(false);
        encoder.Clear();
    }

    // Best effort: what failed is on its way up already, and the connection is closed after it.
    private static async Task AbortAsync(NpgsqlRawCopyStream copy)
    {
        try
        {
            await copy.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
        }
    }
}
