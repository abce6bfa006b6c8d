using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cti.Cli.Options;
using Cti.Cli.Resources;
using Cti.Cli.Settings;
using Cti.Manifests;
using Cti.Pipelines;
using Cti.Pipelines.Sharding;

namespace Cti.Cli;

/// <summary><c>cti plan</c>: the input objects in balanced shards, as JSON.</summary>
internal sealed class PlanVerb(Session session, IParts parts)
{
    public const string Name = "plan";
    public const string Description = "Prints the input objects in balanced shards, as JSON on one line: what each extract-transform --shard will work on.";
    private readonly DatasetOption _dataset = new();
    private readonly ResourceOptions _resources = new();
    private readonly SettingsOptions _settings = new();
    private readonly ChoiceOption<MissingInput> _ifMissing = new("--if-missing", "What a missing input means: a mistake (exit 2), not there yet (75) or nothing to do (99).", MissingInput.Fail);

    private readonly Option<string[]> _input = new("--input")
    {
        Description = "Raw objects, several are allowed: the same as those of extract-transform, in the same order.",
        HelpName = "URI",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int> _shards = new("--shards")
    {
        Description = $"How many shards, 1 to {Shard.Most}. A shard is whole objects: those past the number of objects are empty.",
        HelpName = "N",
        Required = true,
    };

    public Command Command()
    {
        var command = new VerbCommand(Name, Description, "cti plan --dataset web-events --input s3://web-data/raw/2021/03/14/ --shards 8");
        _shards.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int shards) && shards is >= 1 and <= Shard.Most))
            {
                result.AddError($"--shards '{token.Value}' is no number of shards: write 1 to {Shard.Most}.");
            }
        });
        _dataset.AddTo(command);
        command.Options.Add(_input);
        command.Options.Add(_shards);
        _ifMissing.AddTo(command);
        _resources.AddTo(command);
        _settings.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CtiSettings settings = session.ReadSettings(_settings.File(parsed), new SettingsNeeds());
        RunResources resources = _resources.Decide(parsed, new ResourcePlan(session.Host.Machine, session.Host.Environment), settings.Cpus);
        var context = new RunContext(settings, resources, session.Logger);
        var request = new ExtractTransformRequest
        {
            Dataset = _dataset.Value(parsed),
            Inputs = parsed.GetRequiredValue(_input),
            Output = string.Empty,
            IfMissing = _ifMissing.Value(parsed),
            Resources = resources,
        };
        PlannedRun plan = await new PlanPipeline(parts.Store(context), session.Logger).RunAsync(request, parsed.GetValue(_shards), cancellationToken).ConfigureAwait(false);
        string line = JsonSerializer.Serialize(plan, PlanJson.Line.PlannedRun);
        session.HandOver(line);
        session.Print([line]);
        return ExitCode.Done;
    }
}
