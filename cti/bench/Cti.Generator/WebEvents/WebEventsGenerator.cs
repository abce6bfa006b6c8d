using System.Globalization;
using System.IO.Compression;
using System.Text;
using Cti.Generator.Output;
using Cti.Generator.Randomness;

namespace Cti.Generator.WebEvents;

/// <summary>Writes web events as Firehose stores them, and knows what must become of each.</summary>
public sealed class WebEventsGenerator
{
    private const int Recent = 1 << 16;

    private readonly WebEventsOptions _options;
    private readonly Xoshiro256 _random;
    private readonly Truth _truth;
    private long _distinct;

    private WebEventsGenerator(WebEventsOptions options)
    {
        _options = options;
        _random = new Xoshiro256(options.Seed);
        _truth = new Truth { Dataset = "web-events", Seed = options.Seed };
    }

    /// <summary>Writes the objects.</summary>
    /// <param name="options">Without violations.</param>
    /// <param name="folder">Takes <c>YYYY/MM/DD/HH/</c>.</param>
    /// <param name="cancellation">Stops between objects.</param>
    public static Truth Generate(WebEventsOptions options, string folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new WebEventsGenerator(options).Write(folder, cancellation);
    }

    private Truth Write(string folder, CancellationToken cancellation)
    {
        StringBuilder text = new();
        for (long first = 0; first < _options.Rows; first += _options.RowsAnObject)
        {
            cancellation.ThrowIfCancellationRequested();
            text.Clear();
            for (long row = first; row < Math.Min(_options.Rows, first + _options.RowsAnObject); row++)
            {
                Add(text, row);
                if (_options.Lines)
                    text.Append('\n');
            }

            int number = (int)(first / _options.RowsAnObject);
            byte[] content = Encoding.UTF8.GetBytes(text.ToString());
            _truth.Bytes += content.Length;
            WriteObject(folder, number, content);
        }

        _truth.DistinctKeys = _truth.Counts.Written;
        return _truth;
    }

    private void Add(StringBuilder text, long row)
    {
        double kind = _random.NextFraction() / (double)(1L << 53);
        if (kind < _options.Duplicates && _distinct > 0)
        {
            long back = _random.NextBelow(Math.Min(_distinct, Recent));
            WebEventText.Append(text, _distinct - 1 - back, isOther: _random.NextBelow(2) == 0, _options.Untimed);
            _truth.Counts.Duplicates++;
        }
        else if (kind < _options.Duplicates + _options.Bad)
        {
            _truth.Reject(WebEventText.AppendBad(text, row, _random.NextBelow(4)));
        }
        else if (kind < _options.Duplicates + _options.Bad + _options.Others)
        {
            WebEventText.AppendOther(text, row);
            _truth.Counts.Filtered++;
        }
        else
        {
            string table = WebEventText.Append(text, _distinct++, isOther: false, _options.Untimed);
            _truth.Counts.Written++;
            _truth.Written[table] = _truth.Written.GetValueOrDefault(table) + 1;
        }
    }

    private void WriteObject(string folder, int number, byte[] content)
    {
        DateTime hour = new DateTime(2021, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(number);
        string path = Path.Combine(folder, hour.ToString("yyyy/MM/dd/HH", CultureInfo.InvariantCulture));
        Directory.CreateDirectory(path);
        string name = string.Create(CultureInfo.InvariantCulture, $"events-1-{hour:yyyy-MM-dd-HH}-00-00-{number:x8}-0000-4000-8000-000000000000");
        FileStream file = File.Create(Path.Combine(path, name));
        using Stream stored = _options.SomeGzip && number % 2 == 1 ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stored.Write(content);
    }
}
