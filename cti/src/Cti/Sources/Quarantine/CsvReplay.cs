using System.Collections.Concurrent;
using System.Text;
using Cti.Failures;
using Cti.Records.Raw;
using Cti.Sources.Csv;

namespace Cti.Sources.Quarantine;

/// <summary>Rejects of CSV rows: their fields stand in the order of the header that their object had.</summary>
internal sealed class CsvReplay(IReadOnlyList<string> rawFields, CsvSourceOptions options, BufferPool pool) : IReplayFormat<CsvLayout>
{
    private readonly ConcurrentBag<CsvTokenizer> _tokenizers = [];
    private readonly CsvHeaderReader _headers = new(rawFields, options);

    /// <inheritdoc/>
    /// <exception cref="CtiException">Usage: there is no header, or it does not fit the dataset.</exception>
    public CsvLayout LayoutOf(string uri, string? header)
    {
        if (header is null)
            throw CtiException.Usage("read", $"The run's manifest holds no header of {uri}: an older version wrote it. Run the extract again under another --run-key, then replay that run.");
        return _headers.Read(Encoding.UTF8.GetBytes(header + "\n"), final: true, uri).Layout
            ?? throw CtiException.Usage("read", $"The header that the manifest holds of {uri} is empty; was it changed by hand?");
    }

    /// <inheritdoc/>
    public void Parse(FormatBlock<CsvLayout> block, RawBatch batch)
    {
        if (!_tokenizers.TryTake(out CsvTokenizer? tokenizer))
            tokenizer = new CsvTokenizer(rawFields, pool, options.Path);
        tokenizer.Tokenize(block, batch);
        _tokenizers.Add(tokenizer);
    }
}
