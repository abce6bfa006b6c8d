using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cti.EndToEnd.Running;
using Cti.Tests.Pipelines.Erasure;

namespace Cti.EndToEnd.Campaigns;

/// <summary>Planted persons in every dataset, run, loaded and archived by the program; an erasure that is killed; what is left of them.</summary>
/// <param name="workspace">Where the program runs.</param>
/// <param name="place">Where objects, output and archive are.</param>
/// <param name="warehouse">Where everything is loaded.</param>
internal sealed class ErasureRound(Workspace workspace, Place place, ErasedWarehouse warehouse)
{
    /// <summary>Key of what takes the place of values.</summary>
    public const string Pepper = "a pepper of thirty-two characters";

    // All of the planted objects arrived before it, whatever their names say.
    private const string Requests = "requests/date=2099-01-01/hour=00/erasure-requests.json";

    private static readonly (string Dataset, string Input)[] Inputs =
    [
        ("customers", "raw/date=2021-04-01/"), ("erasure-requests", "raw/date=2021-04-01/"), ("products", "raw/date=2021-04-01/"), ("transactions", "raw/date=2021-04-01/"), ("events", "raw/events/"), ("web-events", "raw/web-data/"),
    ];

    private static readonly string[] Planted = ["planted", "192.66.235.59", "10.9.8.7"];

    /// <summary>The command.</summary>
    public string[] Erase => ["erase", "--requests", place.Uri("requests/"), "--output", place.Uri("out"), "--archive", place.Uri("archive"), "--warehouse", warehouse.Argument];

    /// <summary>Plants them, and asks for their erasure.</summary>
    public async Task PlantAsync()
    {
        workspace.Variables["CTI_PEPPER"] = Pepper;
        foreach ((string name, string content) in PlantedObjects.All)
            await place.PutAsync($"raw/{name}", name.EndsWith(".gz", StringComparison.Ordinal) ? Packed(content) : Encoding.UTF8.GetBytes(content), new DateTime(2021, 4, 1, 0, 0, 0, DateTimeKind.Utc));
        foreach ((string dataset, string input) in Inputs)
        {
            (await workspace.RunAsync(
                "run", "--dataset", dataset, "--input", place.Uri(input), "--output", place.Uri("out"), "--archive", place.Uri("archive"), "--warehouse", warehouse.Argument, "--create", "--codec", "none", "--max-reject-rate", "1")).Expect(0);
        }

        await AskAsync("""{"email":"PLANTED.mail@ann.example"}{"customer-id":"00099"}""");
    }

    /// <summary>Asks for erasures.</summary>
    /// <param name="requests">JSON objects.</param>
    public Task AskAsync(string requests) => place.PutAsync(Requests, Encoding.UTF8.GetBytes(requests), DateTime.UtcNow);

    /// <summary>Begins the erasure and kills it.</summary>
    /// <returns>What the kill left; null where the erasure had ended.</returns>
    public async Task<string?> KillAsync(ErasureMoment moment)
    {
        CtiRun run = moment.Sign is { } sign ? await workspace.RunKilledAsync(Erase, () => sign(workspace.Folder), moment.After) : await workspace.RunKilledAsync(Erase, moment.After);
        if (!run.IsKilled)
            return null;
        string? record = (await place.KeysAsync("out/_erasures/")).FirstOrDefault(k => k.Contains("/erasure.", StringComparison.Ordinal));
        if (record is null)
            return "no record";
        using JsonDocument state = JsonDocument.Parse(await place.ReadAsync(record));
        int revised = (await place.KeysAsync("out/")).Count(k => k.Contains(".r2.", StringComparison.Ordinal));
        return string.Create(CultureInfo.InvariantCulture, $"{state.RootElement.GetProperty("state").GetString()}, {(revised == 0 ? "no" : revised < 8 ? "some" : "all")} new files{(File.Exists(workspace.At("w.duckdb.erasing")) ? ", half a database" : "")}");
    }

    /// <summary>Gives the same command again, and says what is wrong afterwards.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        List<string> wrong = [];
        CtiRun last = await workspace.RunAsync(Erase);
        if (last.ExitCode is not (0 or 99))
            wrong.Add($"exit code {last.ExitCode}: {last.Cause}");
        if ((await workspace.RunAsync(Erase)).ExitCode != 99)
            wrong.Add("a further call finds something to do");
        wrong.AddRange(await CheckFilesAsync());
        foreach ((string sql, string[] rows) in ErasedShapes.All)
            await CheckShapeAsync(sql, rows, wrong);
        if ((await warehouse.AskAsync("SELECT CAST(count(*) AS VARCHAR) FROM events"))[0] != "3")
            wrong.Add("events are lost");
        return wrong;
    }

    /// <summary>Says what is wrong with files and tables, whatever the tables' rows should be: what is left of the persons, what manifests and records say that is not so.</summary>
    public async Task<IReadOnlyList<string>> CheckFilesAsync()
    {
        List<string> wrong = [];
        await SearchAsync(wrong);
        await CheckManifestsAsync(wrong);
        await CheckErasureAsync(wrong);
        return wrong;
    }

    private async Task SearchAsync(List<string> wrong)
    {
        foreach (string key in await place.KeysAsync(string.Empty))
            Search(key, await place.ReadAsync(key), wrong);
        foreach (string file in Directory.GetFiles(workspace.Folder, "w.duckdb*"))
            Search(Path.GetFileName(file), await File.ReadAllBytesAsync(file), wrong);
        foreach ((string table, string rows) in await warehouse.DumpAsync())
            Search($"table {table}", Encoding.UTF8.GetBytes(rows), wrong);
    }

    /// <summary>Each row must be of one of the shapes, and each shape must be there.</summary>
    private async Task CheckShapeAsync(string sql, string[] shapes, List<string> wrong)
    {
        string[] rows = await warehouse.AskAsync(sql);
        wrong.AddRange(rows.Where(row => !shapes.Any(shape => Regex.IsMatch(row, $"^(?:{shape})$"))).Select(row => $"a row is as nobody said: {row}"));
        wrong.AddRange(shapes.Where(shape => !rows.Any(row => Regex.IsMatch(row, $"^(?:{shape})$"))).Select(shape => $"no row is as {shape}"));
    }

    private static void Search(string where, byte[] content, List<string> wrong)
    {
        string text = Encoding.Latin1.GetString(content is [0x1F, 0x8B, ..] ? Unpacked(content) : content);
        wrong.AddRange(Planted.Where(p => text.Contains(p, StringComparison.OrdinalIgnoreCase)).Select(p => $"{p} is in {where}"));
    }

    private async Task CheckManifestsAsync(List<string> wrong)
    {
        IReadOnlyList<string> keys = await place.KeysAsync("out/");
        HashSet<string> listed = [];
        foreach (string key in keys.Where(k => k.EndsWith("/manifest.json", StringComparison.Ordinal)))
        {
            using JsonDocument manifest = JsonDocument.Parse(await place.ReadAsync(key));
            foreach (JsonElement part in manifest.RootElement.GetProperty("outputs").EnumerateArray().Concat(manifest.RootElement.GetProperty("rejects").GetProperty("parts").EnumerateArray()))
            {
                string name = place.KeyOf(part.GetProperty("uri").GetString()!);
                listed.Add(name);
                if (!keys.Contains(name) || (await place.ReadAsync(name)).Length != part.GetProperty("bytes").GetInt64())
                    wrong.Add($"{name} is not as {key} says");
            }
        }

        wrong.AddRange(keys.Where(k => (k.EndsWith(".parquet", StringComparison.Ordinal) || k.Contains("/rejects/", StringComparison.Ordinal)) && !listed.Contains(k)).Select(k => $"{k} is left over"));
    }

    private async Task CheckErasureAsync(List<string> wrong)
    {
        IReadOnlyList<string> keys = await place.KeysAsync("out/_erasures/");
        if (keys.Count(k => k.EndsWith("/proof.json", StringComparison.Ordinal)) != 1 || keys.Any(k => k.Contains("/notes/", StringComparison.Ordinal) && !k.EndsWith(".cti-lock", StringComparison.Ordinal)))
            wrong.Add($"not one proof without notes: {string.Join(", ", keys)}");
        foreach (string key in keys.Where(k => k.Contains("/erasure.", StringComparison.Ordinal)))
        {
            using JsonDocument record = JsonDocument.Parse(await place.ReadAsync(key));
            if (record.RootElement.GetProperty("state").GetString() != "done" || record.RootElement.TryGetProperty("sealed", out _))
                wrong.Add($"{key} is not done");
        }

        if ((await place.KeysAsync("requests/")).Count > 0)
            wrong.Add("the requests are still there");
    }

    private static byte[] Packed(string content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(content));
        return packed.ToArray();
    }

    private static byte[] Unpacked(byte[] content)
    {
        using GZipStream gzip = new(new MemoryStream(content), CompressionMode.Decompress);
        using MemoryStream text = new();
        gzip.CopyTo(text);
        return text.ToArray();
    }
}
