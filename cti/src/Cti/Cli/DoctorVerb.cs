using System.CommandLine;
using Cti.Cli.Options;
using Cti.Cli.Resources;
using Cti.Cli.Settings;
using Cti.Cli.Tables;
using Cti.Failures;
using Cti.Pipelines;
using Cti.Pipelines.Doctor;

namespace Cti.Cli;

/// <summary><c>cti doctor</c>: everything that a run needs, each checked, each with what to do.</summary>
internal sealed class DoctorVerb(Session session, IParts parts)
{
    public const string Name = "doctor";
    public const string Description = "Checks what a run needs: settings, scratch space, credentials, bucket, warehouse, tables, role; changes nothing.";
    private readonly DatasetOption _dataset = new(required: false);
    private readonly Option<string[]> _input = new("--input") { Description = "Raw objects that a run would read: listed, and the first one read.", HelpName = "URI", AllowMultipleArgumentsPerToken = true, Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _output = new("--output") { Description = "The folder that a run would write to: a probe is listed, written, read and deleted.", HelpName = "URI" };
    private readonly WarehouseOption _warehouse = new(preset: null, required: false);
    private readonly AnswerOptions _answer = new();

    public Command Command()
    {
        var command = new VerbCommand(
            Name,
            Description,
            "cti doctor --dataset events --input s3://raw/2021/04/ --output s3://staging/etl --warehouse redshift",
            ["What is not named is not checked. Exit code: 0 where nothing failed, else that of the failures: 2, 4, or 75 where all of them may pass."]);
        _dataset.AddTo(command);
        command.Options.Add(_input);
        command.Options.Add(_output);
        _warehouse.AddTo(command);
        _answer.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CheckList checks = new();
        CtiSettings? settings = null;
        RunResources? resources = null;
        try
        {
            MergedSettings merged = _answer.Merge(session, parsed);
            settings = SettingsLoader.Bind(merged, new SettingsNeeds(_dataset.Find(parsed)));
            checks.Add(SettingsOf(merged));
        }
        catch (CtiException e)
        {
            checks.Add(Check.Failed("settings", e, "correct every key that is named; cti schema settings prints what they may be"));
        }

        try
        {
            resources = _answer.Decide(session, parsed, settings?.Cpus);
        }
        catch (CtiException e)
        {
            checks.Add(Check.Failed("scratch", e, "name a folder by --spill-dir or CTI_SPILL_DIR, and enough memory by --memory"));
        }

        checks.Add(settings is not null && resources is not null
            ? await ExamineAsync(parsed, new RunContext(settings, resources, session.Logger), cancellationToken).ConfigureAwait(false)
            : [Check.NotChecked("credentials, input, output, warehouse", "what failed above comes first")]);
        session.Print(CheckText.Lines([.. checks.All.Select(WithoutSecrets)], _answer.Format(parsed)));
        return Conclude(checks.All);
    }

    private Task<IReadOnlyList<Check>> ExamineAsync(ParseResult parsed, RunContext context, CancellationToken cancellationToken)
    {
        string folder = context.Resources.SpillFolder;
        Machine machine = session.Host.Machine;
        // Made first: it makes the store that the warehouse shares.
        DoctorPipeline doctor = parts.Doctor(context);
        var request = new DoctorRequest
        {
            Dataset = _dataset.Find(parsed),
            Inputs = parsed.GetValue(_input) ?? [],
            Output = parsed.GetValue(_output),
            Warehouse = _warehouse.Find(parsed) is { } name ? () => parts.Warehouse(name, context) : null,
            Scratch = new ScratchSpace(folder, machine.FreeBytes(folder), machine.IsMemory(folder), context.Resources.MemoryBytes),
        };
        return doctor.RunAsync(request, cancellationToken);
    }

    private static Check SettingsOf(MergedSettings merged)
    {
        string[] found = [.. SettingKeys.All.Where(k => merged.Text(k.Name) is not null).Select(k => $"{k.Name} ({merged.Origin(k.Name)})")];
        return Check.Ok("settings", found.Length == 0 ? "none; the defaults hold" : string.Join(", ", found));
    }

    private Check WithoutSecrets(Check check) =>
        check with { Found = session.Redact(check.Found), Advice = check.Advice is null ? null : session.Redact(check.Advice) };

    // What a person has to mend comes before what a retry may.
    private static int Conclude(IReadOnlyList<Check> checks)
    {
        Check[] failed = [.. checks.Where(c => c.Result == CheckResult.Failed)];
        if (failed.Length == 0)
            return ExitCode.Done;
        FailureKind kind = new[] { FailureKind.Usage, FailureKind.RefusedByWarehouse, FailureKind.Transient }.First(k => failed.Any(c => c.Kind == k));
        throw new CtiException(kind, Name, $"{failed.Length} of {checks.Count} checks failed: {string.Join(", ", failed.Select(c => c.Name))}.");
    }
}
