using Cti.Generator.Output;
using Cti.Generator.Randomness;
using Cti.Generator.Vocabulary;

namespace Cti.Generator.KeyData;

/// <summary>Writes any number of key-data records in bounded memory, and knows what must become of each.</summary>
public sealed class KeyDataGenerator
{
    private readonly KeyDataOptions _options;
    private readonly CsvRowWriter _writer;
    private readonly Xoshiro256 _random;
    private readonly Reservoir<Pair> _pairs;
    private readonly Truth _truth;
    private readonly TextBuffer _key = new();
    private readonly TextBuffer _data = new();

    private KeyDataGenerator(KeyDataOptions options, CsvRowWriter writer)
    {
        _options = options;
        _writer = writer;
        _random = new Xoshiro256(options.Seed);
        _pairs = new Reservoir<Pair>(_random);
        _truth = new Truth { Dataset = "key-data", Seed = options.Seed };
    }

    /// <summary>Writes the rows; the caller closes the writer.</summary>
    /// <param name="options">Without violations.</param>
    /// <param name="writer">Takes the file.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <returns>What the file holds.</returns>
    public static Truth Generate(KeyDataOptions options, CsvRowWriter writer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(writer);
        return new KeyDataGenerator(options, writer).Write(cancellation);
    }

    private Truth Write(CancellationToken cancellation)
    {
        long duplicate = Xoshiro256.Threshold(_options.Duplicates);
        long empty = duplicate + Xoshiro256.Threshold(_options.Empty);
        WriteRow("Key"u8, "Data"u8);
        for (long row = 0; row < _options.Rows; row++)
        {
            if ((row & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            long kind = _random.NextFraction();
            if (kind >= empty || (kind < duplicate && _pairs.IsEmpty)) WriteNew(row);
            else if (kind < duplicate) WriteRepeat();
            else WriteEmpty(row);
        }

        _truth.DistinctKeys = _truth.Counts.Written;
        _truth.Bytes = _writer.Bytes;
        return _truth;
    }

    private void WriteNew(long row)
    {
        // The row's number in the key makes every pair a new one; several data under one word of a key come up by themselves.
        Pair pair = new(row, _random.NextBelow(Words.Tags.Length), _random.NextBelow(Words.Tags.Length));
        _truth.Counts.Written++;
        _pairs.Offer(pair, kept => kept);
        Compose(pair);
        WriteRow(_key.Text, _data.Text);
    }

    private void WriteRepeat()
    {
        _truth.Counts.Duplicates++;
        Compose(_pairs.Pick());
        if (_random.NextBelow(2) == 0)
        {
            _key.FoldAscii(upper: true).Append("  "u8);
            _data.FoldAscii(upper: true).Append(" "u8);
        }

        WriteRow(_key.Text, _data.Text);
    }

    private void WriteEmpty(long row)
    {
        Compose(new Pair(row, 0, 0));
        ReadOnlySpan<byte> nothing = _random.NextBelow(2) == 0 ? default : "   "u8;
        switch (_random.NextBelow(3))
        {
            case 0:
                _truth.Reject("Key:required");
                WriteRow(nothing, _data.Text);
                break;
            case 1:
                _truth.Reject("Data:required");
                WriteRow(_key.Text, nothing);
                break;
            default:
                _truth.Reject("empty_record");
                WriteRow(nothing, nothing);
                break;
        }
    }

    private void Compose(Pair pair)
    {
        _key.Clear().Append(Words.Tags[pair.KeyWord]).Append("-"u8).AppendNumber(pair.Number % 997).Append(" "u8);
        _data.Clear().Append(Words.Tags[pair.DataWord]).Append(", "u8).AppendNumber(pair.Number);
        _key.Append(Words.OddTags[pair.Number % Words.OddTags.Length]);
    }

    private void WriteRow(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        _writer.WriteField(key);
        _writer.WriteField(data);
        _writer.EndRow();
    }

    private sealed record Pair(long Number, int KeyWord, int DataWord);
}
