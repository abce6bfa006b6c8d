using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Cti.Cli.Settings;
using Cti.Failures;
using Cti.Pipelines;
using Cti.Records;
using Cti.Records.Columns;

namespace Cti.Cli.Options;

/// <summary>The options of verbs that read raw objects.</summary>
public sealed class ExtractOptions
{
    /// <summary>A pepper without a name is the first one.</summary>
    public const string FirstPepperVersion = "1";

    private const double DefaultMaxRejectRate = 0.05;
    private const double DefaultAnomalyThreshold = 6;

    private readonly Option<string[]> _input = new("--input")
    {
        Description = "Raw objects, several are allowed: paths, globs, folders, s3://bucket/key, s3://bucket/prefix/. Order counts: among equal rows the first stays.",
        HelpName = "URI",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _output;
    private readonly string? _defaultOutput;
    private readonly MonthOption _month;

    private readonly Option<double?> _maxRejectRate = new("--max-reject-rate")
    {
        Description = "Greatest share of rejected records, judged from 1,000 records on; above it: exit 3. Default: 0.05.",
        HelpName = "R",
        CustomParser = Rate,
    };

    private readonly Option<bool> _failOnAnomaly = new("--fail-on-anomaly") { Description = "Exit 3 where the run is unlike those before it (rows, rejects, NULLs, distinct values); else it is told." };

    private readonly Option<double?> _anomalyThreshold = new("--anomaly-threshold")
    {
        Description = "How many deviations from the median of earlier runs are unlike them. Default: 6.",
        HelpName = "Z",
        CustomParser = Threshold,
    };

    private readonly ChoiceOption<MissingInput> _ifMissing = new("--if-missing", "What a missing input means: a mistake (exit 2), not there yet (75) or nothing to do (99).", MissingInput.Fail);

    private readonly Option<string[]> _anonymize = new("--anonymize")
    {
        Description = "Columns whose values are replaced by a keyed hash; needs the setting pepper.",
        HelpName = "COLUMN",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly ChoiceOption<ParquetCodec> _codec = new("--codec", "Compression of the Parquet files.", ParquetCodec.Snappy);

    private readonly IncrementalOptions _incremental = new();

    private readonly ReferencesOption _references = new("Nothing is looked up without it.");

    /// <summary>Makes the options.</summary>
    /// <param name="defaultOutput">Where the files go without <c>--output</c>; null makes it required.</param>
    /// <param name="month">The month's option, which other verbs share.</param>
    public ExtractOptions(string? defaultOutput, MonthOption month)
    {
        _month = month;
        _output = new Option<string?>("--output")
        {
            Description = "Folder or s3://bucket/prefix for the Parquet files, rejects and manifest." + (defaultOutput is null ? string.Empty : $" Default: {defaultOutput}."),
            HelpName = "URI",
            Required = defaultOutput is null,
        };
        _defaultOutput = defaultOutput;
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_input);
        verb.Options.Add(_output);
        _month.AddTo(verb);
        verb.Options.Add(_maxRejectRate);
        verb.Options.Add(_failOnAnomaly);
        verb.Options.Add(_anomalyThreshold);
        _ifMissing.AddTo(verb);
        verb.Options.Add(_anonymize);
        _codec.AddTo(verb);
        _incremental.AddTo(verb);
        _references.AddTo(verb);
    }

    /// <summary>Whether values of the dataset are hashed, so that a pepper is needed.</summary>
    public bool Anonymizes(ParseResult parsed, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.AlwaysAnonymized.Count > 0 || parsed.GetValue(_anonymize) is { Length: > 0 };
    }

    /// <summary>The run that the options ask for.</summary>
    /// <exception cref="CtiException">Usage: a column that the dataset does not have, or a month where it has no time.</exception>
    public ExtractTransformRequest Request(ParseResult parsed, Dataset dataset, CtiSettings settings, RunResources resources, bool dryRun, string? runKey)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(settings);
        string[] anonymize = AnonymizedColumns(parsed.GetValue(_anonymize) ?? [], dataset);
        string? month = _month.Value(parsed);
        if (month is not null && dataset.Tables.All(t => t.MonthColumn is null))
        {
            throw CtiException.Usage("arguments", $"--month makes no sense for {dataset.Name}: its records have no time; leave it out.");
        }

        return new ExtractTransformRequest
        {
            Dataset = dataset,
            Inputs = parsed.GetRequiredValue(_input),
            Output = Output(parsed.GetValue(_output) ?? _defaultOutput!),
            Month = month,
            MaxRejectRate = parsed.GetValue(_maxRejectRate) ?? DefaultMaxRejectRate,
            FailOnAnomaly = parsed.GetValue(_failOnAnomaly),
            AnomalyThreshold = parsed.GetValue(_anomalyThreshold) ?? DefaultAnomalyThreshold,
            IfMissing = _ifMissing.Value(parsed),
            Anonymize = anonymize,
            Pepper = anonymize.Length > 0 ? settings.Pepper : null,
            // A later pepper must differ from the first in the manifest and the run key.
            PepperVersion = anonymize.Length > 0 ? settings.PepperVersion ?? FirstPepperVersion : null,
            ErasurePepper = settings.Pepper,
            ErasurePepperVersion = settings.PepperVersion ?? FirstPepperVersion,
            Codec = _codec.Value(parsed).ToString().ToLowerInvariant(),
            DryRun = dryRun,
            RunKey = runKey,
            State = _incremental.State(parsed),
            Archive = _incremental.Archive(parsed),
            References = _references.Value(parsed, dataset, anonymize),
            Resources = resources,
        };
    }

    private static string[] AnonymizedColumns(string[] asked, Dataset dataset)
    {
        string[] known = [.. dataset.Tables.SelectMany(t => t.Columns).Where(c => c.Type == ColumnType.Text).Select(c => c.Name).Distinct()];
        string[] unknown = [.. asked.Except(known, StringComparer.OrdinalIgnoreCase)];
        if (unknown.Length > 0)
        {
            throw CtiException.Usage("arguments", $"--anonymize {string.Join(' ', unknown)}: {dataset.Name} has no such text column; it has {string.Join(", ", known)}.");
        }

        // In the order of the table, each once: the order on the command line must not change the run key.
        return [.. known.Where(k => asked.Contains(k, StringComparer.OrdinalIgnoreCase) || dataset.AlwaysAnonymized.Contains(k))];
    }

    private static string Output(string uri) => uri.Length > 1 ? uri.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : uri;

    private static double? Threshold(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double threshold) && threshold > 0 && double.IsFinite(threshold))
        {
            return threshold;
        }

        result.AddError($"--anomaly-threshold '{result.Tokens[0].Value}' is no number of deviations: write one above 0, as 6.");
        return null;
    }

    private static double? Rate(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate is >= 0 and <= 1)
        {
            return rate;
        }

        result.AddError($"--max-reject-rate '{result.Tokens[0].Value}' is no share: write a number from 0 to 1, as 0.05.");
        return null;
    }
}
