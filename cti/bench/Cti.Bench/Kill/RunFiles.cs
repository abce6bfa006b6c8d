using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cti.Bench.Kill;

/// <summary>The files of an output folder, to be compared with those of another run of the same key.</summary>
public static class RunFiles
{
    /// <summary>Relative path and digest of every file. Of a manifest only what does not depend on where and when: counts and outputs. The history, which holds times, is
    /// no part of a run: it may lack the run that was killed right after its commit.</summary>
    public static SortedDictionary<string, string> Read(string folder)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        {
            if (Path.GetFileName(Path.GetDirectoryName(file)) == "_history")
                continue;
            bool isManifest = Path.GetFileName(file) == "manifest.json";
            files[Path.GetRelativePath(folder, file)] = isManifest ? ReadManifest(file) : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return files;
    }

    /// <summary>What differs, one line each; empty where nothing does.</summary>
    public static IReadOnlyList<string> Differences(SortedDictionary<string, string> expected, SortedDictionary<string, string> found) =>
    [
        .. expected.Keys.Except(found.Keys).Select(file => $"missing: {file}"),
        .. found.Keys.Except(expected.Keys).Select(file => $"left over: {file}"),
        .. expected.Keys.Intersect(found.Keys).Where(file => expected[file] != found[file]).Select(file => $"other content: {file} ({found[file]} instead of {expected[file]})"),
    ];

    private static string ReadManifest(string file)
    {
        JsonObject manifest = JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
        JsonArray outputs = manifest["outputs"]!.AsArray();
        foreach (JsonNode? output in outputs)
        {
            output!["uri"] = Path.GetFileName((string)output["uri"]!);
            output["lines"] = Path.GetFileName((string?)output["lines"]);
        }

        JsonObject kept = new() { ["run"] = manifest["run"]!.DeepClone(), ["counts"] = manifest["counts"]!.DeepClone(), ["outputs"] = outputs.DeepClone() };
        return kept.ToJsonString(JsonSerializerOptions.Default);
    }
}
