using System.Security.Cryptography;
using System.Text.Json;
using Cti.Cli.Results;
using Cti.Manifests;
using Cti.Pipelines.Extraction;

namespace Cti.Cli;

/// <summary>Loads and compiles what an extract will need, on a core that idles while the program starts.</summary>
/// <remarks>Command line, settings and the list of inputs come one after the other on one core; libraries and types that are only met then, and at the end of the run, would each hold everything up.</remarks>
internal static class Rehearsal
{
    /// <summary>Begins it, if there is a core for it and the verb needs it.</summary>
    /// <param name="arguments">As the process got them.</param>
    public static void Begin(IReadOnlyList<string> arguments)
    {
        if (Environment.ProcessorCount > 1 && arguments is ["extract-transform" or "run", ..])
            _ = Task.Run(Play);
    }

    private static void Play()
    {
        SHA256.HashData([]);
        HotLoops.Compile();
        JsonSerializer.SerializeToUtf8Bytes(Document(), ManifestJson.Document.Manifest);
        ResultJson.ToLine(new VerbResult { Status = ResultStatus.Ok, Verb = "", Outputs = [new ResultOutput("", "", 0, 0, "")] });
    }

    /// <summary>A manifest of nothing that has one of each.</summary>
    private static Manifest Document() => new()
    {
        Tool = "",
        Dataset = "",
        DatasetVersion = 0,
        Run = "",
        Fingerprint = "",
        Options = new ManifestOptions(),
        Inputs = [new ManifestInput("", 0, "", new Counts())],
        Outputs = [new ManifestOutput { Table = "", Uri = "", Rows = 0, Bytes = 0, Sha256 = "", Lines = "", Schema = [new ManifestColumn { Name = "", Type = "", Nullable = false, Nulls = 0 }] }],
        Counts = new Counts(),
        Rejects = new ManifestRejects("", [new RejectPart("", 0, 0)]),
        Timings = new ManifestTimings(default, 0, new Dictionary<string, double> { ["read"] = 0 }),
    };
}
