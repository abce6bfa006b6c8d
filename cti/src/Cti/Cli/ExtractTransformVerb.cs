using System.CommandLine;
using Cti.Cli.Options;
using Cti.Failures;
using Cti.Pipelines;

namespace Cti.Cli;

/// <summary><c>cti extract-transform</c>: raw objects in, Parquet, quarantine and manifest out.</summary>
internal sealed class ExtractTransformVerb(Session session, IParts parts)
{
    public const string Name = "extract-transform";
    public const string Description = "Reads raw objects, normalises, validates and deduplicates their records; writes Parquet, the rejects and, last, a manifest.";
    private readonly DataVerbOptions _common = new();
    private readonly ExtractOptions _extract = new(defaultOutput: null, new MonthOption("Keep only this month; other rows count as filtered."));
    private readonly ShardOption _shard = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Read and judge everything, write nothing." };

    public Command Command()
    {
        var command = new DataVerbCommand(
            Name,
            Description,
            "cti extract-transform --dataset events --month 2021-04 --input s3://raw/2021/04/events.csv --output s3://staging/etl");
        _common.AddDatasetTo(command);
        _extract.AddTo(command);
        _shard.AddTo(command);
        command.Options.Add(_dryRun);
        _common.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using DataRun run = DataRun.Open(session, _common, parsed, dataset => _extract.Anonymizes(parsed, dataset));
        ExtractTransformRequest request = _extract.Request(
            parsed, run.Dataset, run.Context.Settings, run.Context.Resources, parsed.GetValue(_dryRun), _common.Report.RunKey(parsed));
        if (_shard.Value(parsed, session.Host.Environment) is { } shard)
        {
            request = request.State is null && request.Archive is null
                ? request with { Shard = shard }
                : throw CtiException.Usage("arguments", "--shard goes with neither --incremental nor --archive: what a run has taken is known when all its shards are there. Leave them out, or run without shards.");
        }

        ExtractTransformOutcome outcome = await parts.ExtractTransform(run.Context).RunAsync(request, run.Progress, cancellationToken);
        await using IRunCompletion? completion = outcome.Completion;
        if (completion is not null)
        {
            run.Note(outcome);
            await completion.CompleteAsync(cancellationToken);
        }

        return run.EndExtract(outcome);
    }
}
