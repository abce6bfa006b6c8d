using System.IO.Compression;
using System.Text;
using Cti.EndToEnd.Running;
using Cti.Generator.Hourly;
using Cti.Generator.Output;
using Cti.Generator.WebEvents;

namespace Cti.EndToEnd.Campaigns;

/// <summary>Generated objects of one dataset and the truth about the table that they make, whichever order they come in.</summary>
/// <param name="Name">The dataset.</param>
/// <param name="Mode">How its runs are loaded.</param>
/// <param name="Objects">The objects. An earlier version of one holds some of the last one's records, or others where <paramref name="Truth"/> is null.</param>
/// <param name="Tables">Its tables.</param>
/// <param name="Truth">Rows by table; null where each record is a row of its own: then the versions that were taken tell.</param>
internal sealed record RawDataset(string Name, string Mode, IReadOnlyList<RawObject> Objects, IReadOnlyList<string> Tables, IReadOnlyDictionary<string, long>? Truth)
{
    /// <summary>The datasets that a campaign can draw.</summary>
    public static readonly IReadOnlyList<string> Names = ["customers", "products", "transactions", "web-events", "key-data"];

    /// <summary>Generates.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="workspace">Gives room for the generator's files.</param>
    /// <param name="random">Draws sizes, and which objects arrive twice.</param>
    public static RawDataset Generate(string name, Workspace workspace, Random random) => name switch
    {
        "web-events" => WebEvents(workspace, random),
        "key-data" => KeyData(random),
        _ => Hourly(name, workspace, random),
    };

    private static RawDataset Hourly(string name, Workspace workspace, Random random)
    {
        HourlyOptions options = new() { Transactions = random.Next(100, 400), Hours = random.Next(12, 40), Customers = 200, Products = 60, Seed = (ulong)random.Next(), Bad = 0.04, Copies = 0.1, Conflicts = 0.05 };
        HourlyTruth truth = HourlyGenerator.Generate(options, workspace.At("generated"));
        RawObject[] objects = ObjectsOf(workspace.At("generated"), name + ".*", random);
        return name switch
        {
            "customers" => new RawDataset(name, "merge", objects, ["customers"], new Dictionary<string, long> { ["customers"] = truth.Customers.Counts.Written }),
            "products" => new RawDataset(name, "merge", objects, ["products"], new Dictionary<string, long> { ["products"] = truth.Products.Counts.Written }),
            _ => new RawDataset(name, "merge", objects, ["transactions", "transaction_lines"], new Dictionary<string, long>
            {
                ["transactions"] = truth.Transactions.Counts.Written,
                ["transaction_lines"] = truth.Transactions.Written["lines"],
            }),
        };
    }

    private static RawDataset WebEvents(Workspace workspace, Random random)
    {
        // No repeats: of two events with one message id the first stays, and which that is depends on the order of arrival.
        WebEventsOptions options = new() { Rows = random.Next(1000, 3000), RowsAnObject = 100, Seed = (ulong)random.Next(), Duplicates = 0, Bad = 0.02, SomeGzip = true, Lines = true };
        Truth truth = WebEventsGenerator.Generate(options, workspace.At("generated"), CancellationToken.None);
        return new RawDataset("web-events", "merge", ObjectsOf(workspace.At("generated"), "*", random), [.. truth.Written.Keys], truth.Written);
    }

    /// <summary>Rows that occur nowhere else: appended, whatever is taken or loaded twice shows.</summary>
    private static RawDataset KeyData(Random random)
    {
        RawObject[] objects = [.. Enumerable.Range(0, random.Next(12, 40)).Select(number =>
        {
            int versions = random.Next(4) == 0 ? 2 : 1;
            return new RawObject($"raw/2021/03/{1 + (number % 9):D2}/{number:D3}.csv", [.. Enumerable.Range(0, versions).Select(version => Encoding.UTF8.GetBytes(KeyDataText(number, version)))]);
        })];
        return new RawDataset("key-data", "append", objects, ["key_data"], null);
    }

    private static string KeyDataText(int number, int version) =>
        "Key,Data\n" + string.Concat(Enumerable.Range(0, 3 + (number % 5) + (version * 7)).Select(row => $"k{number}-{version}-{row},{number}\n"));

    private static RawObject[] ObjectsOf(string folder, string pattern, Random random) =>
        [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
        {
            byte[] content = File.ReadAllBytes(path);
            byte[] part = random.Next(4) == 0 ? Part(content) : content;
            return new RawObject("raw/" + Path.GetRelativePath(folder, path).Replace('\\', '/'), part.Length < content.Length ? [part, content] : [content]);
        })];

    /// <summary>The first half of an object's lines, as if its upload had been too early; stored as the object is.</summary>
    private static byte[] Part(byte[] content)
    {
        bool isGzip = content is [0x1f, 0x8b, ..];
        using StreamReader reader = new(isGzip ? new GZipStream(new MemoryStream(content), CompressionMode.Decompress) : new MemoryStream(content));
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        byte[] half = Encoding.UTF8.GetBytes(string.Concat(lines.Take((lines.Length + 1) / 2).Select(l => l + "\n")));
        if (!isGzip)
            return half;
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(half);
        return packed.ToArray();
    }
}
