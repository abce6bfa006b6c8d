using Cti.Failures;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure;
using Cti.Pipelines.Erasure.Files;
using Cti.Records;

namespace Cti.Pipelines.Sharding;

/// <summary>The erasures that concern the inputs of a run in shards. What shards have written they were through; the run that is made of them they cannot know.</summary>
internal sealed class ShardErasures
{
    private readonly IObjectStore _store;
    private readonly ExtractTransformRequest _request;
    private readonly string _output;
    private readonly ObjectInfo[] _inputs;
    private readonly HashSet<string> _known;
    private ArrivedErasures? _arrived;

    private ShardErasures(IObjectStore store, ExtractTransformRequest request, string output, ObjectInfo[] inputs, IEnumerable<string> known)
    {
        (_store, _request, _output, _inputs) = (store, request, output, inputs);
        _known = [.. known];
    }

    /// <summary>Reads them, before the first file of a shard is read.</summary>
    /// <exception cref="CtiException">Transient: one is being carried out, and some shards may have been through it and others not.</exception>
    public static async Task<ShardErasures> ReadAsync(
        IObjectStore store, ShardSet shards, Dataset dataset, string output, RunResources resources, ErasurePepper pepper, CancellationToken cancellationToken)
    {
        ExtractTransformRequest request = new() { Dataset = dataset, Inputs = [], Output = output, Resources = resources, ErasurePepper = pepper.Value, ErasurePepperVersion = pepper.Version };
        ObjectInfo[] inputs = [.. shards.Inputs.Select((input, i) => RowArrivals.InfoOf(shards.Sources[shards.ShardOfInput[i]].Manifest, input))];
        IReadOnlyList<ErasureRecord> records = await ArrivedErasures.ConcernAsync(store, request, output, inputs, cancellationToken).ConfigureAwait(false);
        if (records.FirstOrDefault(r => r.State == ErasureState.Working) is { } working)
            throw CtiException.Transient("erase", $"The erasure {working.Key} is not done, and may not have been through all shards of run {shards.Any.Run}; finish it by the same cti erase, then load again.");
        return new ShardErasures(store, request, output, inputs, records.Select(r => r.Key));
    }

    /// <summary>Takes persons out of a raw record that is rejected only now; null where it stays as it is.</summary>
    /// <exception cref="CtiException">Usage: the settings have not the pepper that persons are found by.</exception>
    public async Task<Func<int, ReadOnlyMemory<byte>, byte[]?>> EraserAsync(CancellationToken cancellationToken)
    {
        _arrived ??= await ArrivedErasures.ReadAsync(_store, _request, _output, _inputs, cancellationToken).ConfigureAwait(false);
        return _arrived.Erase;
    }

    /// <summary>Whether one began since: it may have looked for runs before this one was there.</summary>
    public async Task<bool> HasNewAsync(CancellationToken cancellationToken) =>
        (await ArrivedErasures.ConcernAsync(_store, _request, _output, _inputs, cancellationToken).ConfigureAwait(false)).Any(r => !_known.Contains(r.Key));
}
