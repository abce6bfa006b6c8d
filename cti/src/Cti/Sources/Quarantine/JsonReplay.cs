using System.Collections.Concurrent;
using Cti.Records;
using Cti.Records.Raw;
using Cti.Sources.Json;

namespace Cti.Sources.Quarantine;

/// <summary>Rejects of JSON objects: each stands by itself.</summary>
internal sealed class JsonReplay(IReadOnlyList<string> rawFields, JsonForm form, JsonSourceOptions options, BufferPool pool) : IReplayFormat<JsonLayout>
{
    private readonly ConcurrentBag<JsonParser> _parsers = [];
    private readonly UnknownNames _unknown = new(options.Warn);

    /// <inheritdoc/>
    public JsonLayout LayoutOf(string uri, string? header) => JsonLayout.Instance;

    /// <inheritdoc/>
    public void Parse(FormatBlock<JsonLayout> block, RawBatch batch)
    {
        if (!_parsers.TryTake(out JsonParser? parser))
            parser = new JsonParser(rawFields, form, new JsonLimits(options.MaxObjectBytes, options.MaxDepth), _unknown, pool);
        parser.Parse(block, batch);
        _parsers.Add(parser);
    }
}
