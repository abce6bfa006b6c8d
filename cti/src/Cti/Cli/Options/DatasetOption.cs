using System.CommandLine;
using System.CommandLine.Parsing;
using Cti.Records;

namespace Cti.Cli.Options;

/// <summary>The option <c>--dataset</c>.</summary>
public sealed class DatasetOption
{
    private readonly Option<Dataset> _dataset = new(OptionNames.Dataset)
    {
        Description = $"What the input holds: {string.Join(", ", DatasetCatalog.All.Select(d => d.Name))}.",
        HelpName = "NAME",
        CustomParser = Parse,
    };

    /// <summary>Makes the option.</summary>
    /// <param name="required">Whether it must be given.</param>
    public DatasetOption(bool required = true)
    {
        _dataset.Required = required;
        _dataset.CompletionSources.Add([.. DatasetCatalog.All.Select(d => d.Name)]);
    }

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_dataset);
    }

    /// <summary>The dataset.</summary>
    public Dataset Value(ParseResult parsed) => parsed.GetRequiredValue(_dataset);

    /// <summary>The dataset; null where it is not given.</summary>
    public Dataset? Find(ParseResult parsed) => parsed.GetValue(_dataset);

    private static Dataset? Parse(ArgumentResult result)
    {
        string name = result.Tokens[0].Value;
        Dataset? dataset = DatasetCatalog.Find(name);
        if (dataset is null)
        {
            result.AddError($"There is no dataset '{name}': known are {string.Join(", ", DatasetCatalog.All.Select(d => d.Name))}.");
        }

        return dataset;
    }
}
