using Amazon.Runtime;
using Cti.Warehouses.DuckDb;
using Npgsql;

namespace Cti.RedshiftSimulator;

/// <summary>Carries out a COPY as Redshift does: every file of the manifest by position, or none.</summary>
internal sealed class CopyRunner(SimulatorOptions options, CopyStore? store)
{
    private const int FlushBytes = 256 * 1024;

    /// <summary>Loads the files.</summary>
    /// <param name="connection">In the statement's transaction.</param>
    /// <param name="copy">What to load.</param>
    /// <param name="record">What is told of it, filled on the way.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CopyFailedException">Redshift refuses it.</exception>
    /// <exception cref="SqlRefusedException">A column that the table does not have.</exception>
    public async Task RunAsync(NpgsqlConnection connection, CopyCommand copy, CopyRecord record, CancellationToken cancellationToken)
    {
        if (store is null)
            throw new CopyFailedException(0, "the simulator was started without S3");
        if (options.CopyRoles is not null && copy.Role != "default" && !copy.Role.Split(',').All(options.CopyRoles.Contains))
            throw new CopyFailedException(0, $"User arn:aws:redshift:us-east-1:123456789012:dbuser:simulator/admin is not authorized to assume IAM Role {copy.Role}");
        try
        {
            CopyTarget target = await CopyTarget.OfAsync(connection, copy, cancellationToken);
            record.TableId = target.TableId;
            CopyManifest manifest = CopyManifest.Parse(await store.ReadAsync(copy.Manifest, cancellationToken));
            await LoadAsync(connection, copy, target, manifest, record, cancellationToken);
        }
        catch (CopyFailedException e)
        {
            record.Failure = e;
            throw;
        }
        catch (AmazonServiceException e)
        {
            throw record.Failure = new CopyFailedException(0, $"S3ServiceException:{e.Message}");
        }
        finally
        {
            record.Ended = DateTime.SpecifyKind(options.Clock.GetUtcNow().UtcDateTime, DateTimeKind.Unspecified);
        }
    }

    private async Task LoadAsync(NpgsqlConnection connection, CopyCommand copy, CopyTarget target, CopyManifest manifest, CopyRecord record, CancellationToken cancellationToken)
    {
        string columns = string.Join(", ", target.Columns.Select(c => TokenReader.Quote(new SqlToken(SqlTokenKind.Name, c.Name, SpaceBefore: false))));
        await using NpgsqlRawCopyStream stream = await connection.BeginRawBinaryCopyAsync($"COPY {copy.Table} ({columns}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        bool complete = false;
        try
        {
            RowWriter writer = new(target);
            writer.Header();
            foreach (CopyManifest.Entry entry in manifest.Entries)
                await LoadAsync(stream, entry, target, writer, record, cancellationToken);
            // Whatever mandatory says: COPY that finds nothing at all is an error.
            if (record.Files == 0)
                throw new CopyFailedException(0, "No valid files found in the manifest");
            writer.Trailer();
            await FlushAsync(stream, writer, cancellationToken);
            complete = true;
        }
        finally
        {
            // Disposing a stream that is not complete would commit what was sent.
            if (!complete)
                await stream.CancelAsync();
        }
    }

    private async Task LoadAsync(NpgsqlRawCopyStream stream, CopyManifest.Entry entry, CopyTarget target, RowWriter writer, CopyRecord record, CancellationToken cancellationToken)
    {
        if (await store!.FetchAsync(entry, cancellationToken) is not { } path)
            return;
        try
        {
            using ParquetFile file = ParquetFile.Open(path);
            Check(file, target, entry.Url);
            file.Start(path);
            long rows = 0;
            while (file.Next())
            {
                writer.Chunk(file, entry.Url, rows);
                rows += file.ChunkRows;
                if (writer.Written.Length >= FlushBytes)
                    await FlushAsync(stream, writer, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
            }

            (record.Rows, record.Bytes, record.Files) = (record.Rows + rows, record.Bytes + entry.Length, record.Files + 1);
        }
        catch (DuckDbException e)
        {
            throw new CopyFailedException(15001, $"File '{entry.Url}' cannot be read as Parquet: {e.Message}") { File = entry.Url };
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Check(ParquetFile file, CopyTarget target, string url)
    {
        if (file.Columns.Count != target.Columns.Count)
            throw new CopyFailedException(15007, $"Unmatched number of columns between table and file. Table columns: {target.Columns.Count}, Data columns: {file.Columns.Count}, File name: {url}") { File = url };
        for (int i = 0; i < target.Columns.Count; i++)
        {
            if (!file.Columns[i].Fits(target.Columns[i]))
                throw new CopyFailedException(15007, $"File '{url}' has an incompatible Parquet schema for column '{url}.{file.Columns[i].Name}'. Column type: {target.Columns[i].TypeText}, Parquet schema:\n{file.Columns[i]}") { File = url, Column = target.Columns[i] };
        }
    }

    private static async Task FlushAsync(NpgsqlRawCopyStream stream, RowWriter writer, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(writer.Written, cancellationToken);
        writer.Clear();
    }
}
