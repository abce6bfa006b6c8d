using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Cti.Generator.Hourly;

/// <summary>The lines of one dataset, gathered by hour and written as an object each.</summary>
/// <param name="dataset">Names the objects.</param>
/// <param name="hours">How many there are.</param>
internal sealed class HourFiles(string dataset, int hours)
{
    private readonly List<string>[] _lines = [.. Enumerable.Range(0, hours).Select(_ => new List<string>())];

    /// <summary>Adds a record to an hour, 0 the first.</summary>
    public void Add(int hour, string json) => _lines[hour].Add(json);

    /// <summary>Adds a record to an hour, at a place among those that are there already.</summary>
    public void Insert(int hour, int at, string json) => _lines[hour].Insert(at, json);

    /// <summary>Records of an hour so far.</summary>
    public int CountOf(int hour) => _lines[hour].Count;

    /// <summary>Writes an object for each hour that has records, or two: one stored as it is, with the first half of the records, and a gzip beside it.</summary>
    /// <param name="folder">Holds <c>date=…/hour=…</c>.</param>
    /// <param name="formOf">How an hour is stored.</param>
    /// <returns>Bytes before compression.</returns>
    public long Write(string folder, Func<int, HourForm> formOf)
    {
        long bytes = 0;
        for (int hour = 0; hour < _lines.Length; hour++)
        {
            HourForm form = formOf(hour);
            List<string> lines = _lines[hour];
            int plain = form switch { HourForm.Gzip => 0, HourForm.Plain => lines.Count, _ => lines.Count / 2 };
            string end = hour % 3 == 0 ? "" : "\n";
            bytes += WriteObject(Path.Combine(folder, FolderOf(hour)), lines[..plain], end, isPlain: true) + WriteObject(Path.Combine(folder, FolderOf(hour)), lines[plain..], end, isPlain: false);
        }

        return bytes;
    }

    /// <summary>The folder of an hour.</summary>
    public static string FolderOf(int hour) => string.Create(CultureInfo.InvariantCulture, $"date={TimeOf(hour):yyyy-MM-dd}/hour={TimeOf(hour):HH}");

    /// <summary>When an hour begins.</summary>
    public static DateTime TimeOf(int hour) => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(hour);

    private int WriteObject(string folder, List<string> lines, string end, bool isPlain)
    {
        if (lines.Count == 0)
            return 0;
        byte[] content = Encoding.UTF8.GetBytes(string.Join('\n', lines) + end);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, dataset + ".json");
        if (isPlain)
        {
            File.WriteAllBytes(path, content);
            return content.Length;
        }

        using GZipStream gzip = new(File.Create(path + ".gz"), CompressionLevel.Fastest);
        gzip.Write(content);
        return content.Length;
    }
}
