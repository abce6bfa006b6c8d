using System.CommandLine;
using Cti.Failures;
using Cti.Pipelines.References;
using Cti.Records;

namespace Cti.Cli.Options;

/// <summary>The option <c>--references</c>.</summary>
public sealed class ReferencesOption
{
    private readonly Option<string[]> _references;

    /// <summary>Makes the option.</summary>
    /// <param name="preset">What holds where it is not given, one sentence.</param>
    public ReferencesOption(string preset) => _references = new Option<string[]>("--references")
    {
        Description = "Where customers and products are looked up that transactions name; several are allowed, what any of them knows is known: a warehouse (duckdb:PATH, postgres, redshift), "
            + $"the output of runs, or a manifest. {preset}",
        HelpName = "URI-or-W",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_references);
    }

    /// <summary>The places in the form that requests have them; none where the option is not given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="dataset">Whose records refer to others.</param>
    /// <param name="anonymized">Columns whose values become hashes.</param>
    /// <exception cref="CtiException">Usage: the dataset's records refer to nothing, or by hashes that are found nowhere.</exception>
    public IReadOnlyList<string> Value(ParseResult parsed, Dataset dataset, IReadOnlyList<string> anonymized)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (Find(parsed) is not { } names)
            return [];
        if (dataset.ForeignKeys.Count == 0)
            throw CtiException.Usage("arguments", $"--references makes no sense for {dataset.Name}: its records refer to no others; leave it out.");
        if (dataset.ForeignKeys.FirstOrDefault(k => anonymized.Contains(k.Column)) is { } hashed)
            throw CtiException.Usage("arguments", $"--references looks {hashed.Column} up among {hashed.Dataset}, and --anonymize {hashed.Column} leaves only its hash; choose one of the two.");
        return names;
    }

    /// <summary>The places; null where the option is not given.</summary>
    public IReadOnlyList<string>? Find(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(_references) is { Length: > 0 } names ? ReferenceFactory.Normalise(names) : null;
    }
}
