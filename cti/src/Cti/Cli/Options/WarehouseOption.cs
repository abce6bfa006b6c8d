using System.CommandLine;

namespace Cti.Cli.Options;

/// <summary>The option <c>--warehouse</c>.</summary>
public sealed class WarehouseOption
{
    private readonly Option<string?> _warehouse;
    private readonly string? _preset;

    /// <summary>Makes the option.</summary>
    /// <param name="preset">The warehouse where it is not given; null for none.</param>
    /// <param name="required">Whether it must be given where there is no preset.</param>
    public WarehouseOption(string? preset, bool required = true)
    {
        _preset = preset;
        _warehouse = new Option<string?>("--warehouse")
        {
            Description = "Where the tables are: duckdb:PATH, postgres, redshift or glue (reached by the settings), postgres://user@host:port/database, or glue:DATABASE." + (preset is null ? string.Empty : $" Default: {preset}."),
            HelpName = "W",
            Required = required && preset is null,
        };
    }

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_warehouse);
    }

    /// <summary>The warehouse.</summary>
    public string Value(ParseResult parsed) => parsed.GetValue(_warehouse) ?? _preset!;

    /// <summary>The warehouse; null where it is not given and there is no preset.</summary>
    public string? Find(ParseResult parsed) => parsed.GetValue(_warehouse) ?? _preset;
}
