using System.Text.Json;
using Cti.Manifests;
using Cti.Pipelines;

namespace Cti.Tests.Cli.Verbs;

/// <summary>Outcomes and manifests for verbs under test.</summary>
internal static class SampleRuns
{
    public static Counts Counts { get; } = new() { Read = 10, Written = 6, Duplicates = 1, Reassigned = 2, Filtered = 2, Rejected = 1 };

    public static ExtractTransformOutcome Outcome { get; } = OutcomeOf(Manifest("events-2021-04-3f9c"), "/data/_runs/events-2021-04-3f9c/manifest.json");

    public static ExtractTransformOutcome ClosedGate { get; } = Outcome with
    {
        ManifestUri = null,
        Manifest = null,
        GateMessage = "600 of 10000 records were rejected, 0.05 are allowed.",
    };

    public static Manifest Manifest(string run, string dataset = "events", string part = "/data/events/run=x/part-00000.parquet") => new()
    {
        Tool = "cti 0.1.0",
        Dataset = dataset,
        DatasetVersion = 1,
        Run = run,
        Fingerprint = "00",
        Options = new ManifestOptions { Month = "2021-04" },
        Inputs = [],
        Outputs =
        [
            new ManifestOutput
            {
                Table = "events",
                Uri = part,
                Rows = 6,
                Bytes = 5,
                Sha256 = new string('0', 64),
                Lines = "/data/_runs/x/_lines/part-00000",
                Schema = [new ManifestColumn { Name = "id", Type = "uuid", Nullable = false, Nulls = 0 }],
            },
        ],
        Counts = Counts,
        Rejects = new ManifestRejects("/data/_runs/x/rejects/", []),
        Timings = new ManifestTimings(DateTimeOffset.UnixEpoch, 1, new Dictionary<string, double>()),
    };

    /// <summary>A run that is there in files, as far as a load looks at them; gives the manifest's path.</summary>
    public static string Write(CliRun run, string name, string dataset = "events")
    {
        string part = run.Write($"{name}/part-00000.parquet", "bytes");
        return run.Write($"{name}/manifest.json", JsonSerializer.Serialize(Manifest(name, dataset, part)));
    }

    /// <summary>The outcome of an extract whose files are there.</summary>
    public static ExtractTransformOutcome WriteOutcome(CliRun run) => OutcomeOf(Manifest("run-a"), Write(run, "run-a"));

    private static ExtractTransformOutcome OutcomeOf(Manifest manifest, string uri) => new(
        manifest.Run,
        Reused: false,
        uri,
        manifest,
        Counts,
        "/data/_runs/events-2021-04-3f9c/rejects/",
        GateMessage: null,
        [new RejectReason("email", "invalid_email", "No @ in the address.", 1)]);
}
