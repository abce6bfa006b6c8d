using Cti.ObjectStores;
using Cti.Pipelines.Erasure.Files;
using Cti.Pipelines.Erasure.Raw;
using Cti.Records;
using Cti.Records.Erasing;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Erasure;

/// <summary>What all steps of one erasure share.</summary>
internal sealed class ErasureWork
{
    private readonly Dictionary<string, IReadOnlyList<TableEraser>> _tables = new(StringComparer.Ordinal);

    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>The folder of all runs, without a trailing slash.</summary>
    public required string Output { get; init; }

    /// <summary>Where everything is.</summary>
    public required IObjectStore Store { get; init; }

    /// <summary>Takes notes of changes.</summary>
    public required ErasureStore Notes { get; init; }

    /// <summary>Hears of what is missing.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The persons, by addresses in the clear.</summary>
    public required SubjectIndex Subjects { get; init; }

    /// <summary>Makes what takes the place of values.</summary>
    public required Pseudonyms Pseudonyms { get; init; }

    /// <summary>Writes parts anew.</summary>
    public required PartEraser Parts { get; init; }

    /// <summary>Writes files of rejects anew.</summary>
    public required RejectsEraser Rejects { get; init; }

    /// <summary>Writes raw objects anew.</summary>
    public required ObjectEraser Objects { get; init; }

    /// <summary>The erasers of a dataset's tables.</summary>
    public IReadOnlyList<TableEraser> TablesOf(Dataset dataset)
    {
        if (!_tables.TryGetValue(dataset.Name, out IReadOnlyList<TableEraser>? tables))
            _tables[dataset.Name] = tables = TableEraser.Of(dataset, Subjects, Pseudonyms);
        return tables;
    }

    /// <summary>The names of the columns that an eraser changes.</summary>
    public static IReadOnlyList<string> ColumnsOf(TableEraser eraser) => [.. eraser.Changed.Select(c => eraser.Table.Columns[c].Name)];

    /// <summary>Whether a file that a manifest lists is there; where not, warns and notes it: it cannot hold anybody, and must not keep all others from being erased.</summary>
    /// <param name="uri">The file.</param>
    /// <param name="run">The run whose manifest lists it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The file; null where it is missing.</returns>
    public async Task<ObjectInfo?> FindAsync(string uri, string run, CancellationToken cancellationToken)
    {
        if (await Store.StatAsync(uri, cancellationToken).ConfigureAwait(false) is { } found)
            return found;
        Logger.ErasureFileMissing(uri, run);
        await NoteAsync(new ErasureChange("missing", uri, 0, []), cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Notes a change.</summary>
    public Task NoteAsync(ErasureChange change, CancellationToken cancellationToken) => Notes.NoteAsync(Key, change, cancellationToken);
}
