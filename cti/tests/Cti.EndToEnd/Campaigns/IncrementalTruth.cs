using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Cti.EndToEnd.Running;

namespace Cti.EndToEnd.Campaigns;

/// <summary>What must be there when nothing is left to be done: each object taken once, in the tables once, in the archive once, and nothing open.</summary>
internal sealed class IncrementalTruth(Workspace workspace, Place place, RawDataset dataset, bool isIncremental)
{
    private readonly List<string> _wrong = [];

    /// <summary>Looks at everything.</summary>
    /// <returns>What is wrong, a line each; none where nothing is.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync()
    {
        List<(string Run, RawVersion Version)> taken = await TakenAsync();
        CheckTaken([.. taken.Select(t => t.Version)]);
        await CheckArchiveAsync(taken);
        if (isIncremental)
            await CheckStateAsync([.. taken.Select(t => t.Version)]);
        CheckTables(taken);
        return _wrong;
    }

    private IEnumerable<RawVersion> Last => dataset.Objects.Select(o => new RawVersion(o.Key, o.Last.Length));

    private IEnumerable<RawVersion> All => dataset.Objects.SelectMany(o => o.Versions.Select(v => new RawVersion(o.Key, v.Length)));

    private void Hold(bool condition, FormattableString otherwise)
    {
        if (!condition)
            _wrong.Add(otherwise.ToString(CultureInfo.InvariantCulture));
    }

    private void Same<T>(string what, IEnumerable<T> expected, IEnumerable<T> found)
    {
        string[] left = [.. expected.Select(e => $"{e}")];
        foreach (string one in found.Select(f => $"{f}"))
        {
            int at = Array.IndexOf(left, one);
            Hold(at >= 0, $"{what}: {one} is too many");
            left = at < 0 ? left : [.. left[..at], .. left[(at + 1)..]];
        }

        foreach (string one in left)
            Hold(false, $"{what}: {one} is missing");
    }

    /// <summary>The inputs of all manifests.</summary>
    private async Task<List<(string Run, RawVersion Version)>> TakenAsync()
    {
        List<(string, RawVersion)> taken = [];
        foreach (string key in (await place.KeysAsync("out/_runs/")).Where(k => k.EndsWith("/manifest.json", StringComparison.Ordinal)))
        {
            JsonNode manifest = JsonNode.Parse(await place.ReadAsync(key))!;
            taken.AddRange(manifest["inputs"]!.AsArray().Select(i => ((string)manifest["run"]!, new RawVersion(place.KeyOf((string)i!["uri"]!), (long)i["size"]!))));
        }

        return taken;
    }

    private void CheckTaken(IReadOnlyList<RawVersion> taken)
    {
        foreach (IGrouping<RawVersion, RawVersion> twice in taken.GroupBy(v => v).Where(g => g.Count() > 1))
            Hold(false, $"{twice.Key} was taken {twice.Count()} times");
        foreach (RawVersion version in Last.Except(taken))
            Hold(false, $"{version} was never taken");
        foreach (RawVersion version in taken.Except(All))
            Hold(false, $"{version} was taken and never arrived");
    }

    /// <summary>What was taken is in its run's folder of the archive, byte for byte; only a version that another replaced before it was moved cannot be.</summary>
    private async Task CheckArchiveAsync(IReadOnlyList<(string Run, RawVersion Version)> taken)
    {
        Same("raw objects left", [], await place.KeysAsync("raw/"));
        Same("inputs still to be moved", [], (await place.KeysAsync("out/_archiving/")).Where(k => k.EndsWith(".pending.json", StringComparison.Ordinal)));
        List<(string Run, RawVersion Version)> archived = [];
        foreach (string key in await place.KeysAsync("archive/"))
        {
            string[] parts = key.Split('/', 4);
            string raw = key[key.IndexOf("/raw/", StringComparison.Ordinal)..].TrimStart('/');
            byte[] content = await place.ReadAsync(key);
            archived.Add((parts[2]["run=".Length..], new RawVersion(raw, content.Length)));
            Hold(dataset.Objects.Any(o => o.Key == raw && o.Versions.Any(v => v.AsSpan().SequenceEqual(content))), $"{key} is no content of {raw}");
        }

        HashSet<RawVersion> last = [.. Last];
        Same("archive", taken.Where(t => last.Contains(t.Version) || archived.Contains(t)), archived);
    }

    /// <summary>No claim is open, and the ledger has what was taken.</summary>
    private async Task CheckStateAsync(IReadOnlyList<RawVersion> taken)
    {
        string folder = $"state/_incremental/{dataset.Name}/";
        Assert.True((await place.KeysAsync(folder + "head.json")).Count == 1, $"{folder} holds no state");
        JsonNode head = JsonNode.Parse(await place.ReadAsync(folder + "head.json"))!;
        Same("open claims", [], head["active"]!.AsArray().Select(c => (string)c!["run"]!));
        List<RawVersion> noted = [];
        string[] lists = [.. head["committed"]!.AsArray().Select(c => $"{folder}claims/{(string)c!["id"]!}.jsonl.gz"), .. await place.KeysAsync(folder + "ledger/")];
        foreach (string list in lists)
            noted.AddRange((await LinesAsync(list)).Select(l => JsonNode.Parse(l)!).Select(l => new RawVersion(place.KeyOf((string)l["uri"]!), (long)l["size"]!)));
        Same("ledger", taken, noted);
    }

    private void CheckTables(IReadOnlyList<(string Run, RawVersion Version)> taken)
    {
        Same("runs in the warehouse's ledger", taken.Select(t => t.Run).Distinct().SelectMany(run => dataset.Tables.Select(_ => run)), Rows("w.duckdb", "SELECT run FROM cti_ledger"));
        if (dataset.Truth is null)
        {
            Same(dataset.Name, taken.SelectMany(t => RowsOf(t.Version)), Rows("w.duckdb", "SELECT key, data FROM key_data"));
            return;
        }

        foreach (string table in dataset.Tables)
        {
            string[] expected = Rows("reference.duckdb", $"SELECT * FROM {table} ORDER BY ALL");
            Hold(expected.Length == dataset.Truth[table], $"the reference holds {expected.Length} rows of {table}, the generator wrote {dataset.Truth[table]}");
            string[] found = Rows("w.duckdb", $"SELECT * FROM {table} ORDER BY ALL");
            Hold(found.Length == expected.Length, $"{table} holds {found.Length} rows, not {expected.Length}");
            foreach ((string is_, string shall) in found.Zip(expected).Where(p => p.First != p.Second).Take(3))
                Hold(false, $"{table} holds\n  {is_}\nfor\n  {shall}");
        }
    }

    private IEnumerable<string> RowsOf(RawVersion version) =>
        Encoding.UTF8.GetString(dataset.Objects.Single(o => o.Key == version.Key).Versions.Single(v => v.Length == version.Size))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Replace(',', '|'));

    private string[] Rows(string warehouse, string sql) =>
        [.. workspace.Query(sql, warehouse).Rows.Select(r => string.Join('|', r.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))))];

    private async Task<IReadOnlyList<string>> LinesAsync(string list)
    {
        using StreamReader reader = new(new GZipStream(new MemoryStream(await place.ReadAsync(list)), CompressionMode.Decompress));
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>One content of an object, told from the others by its size.</summary>
    private readonly record struct RawVersion(string Key, long Size);
}
