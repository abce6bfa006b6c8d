using System.CommandLine;
using Cti.Warehouses;

namespace Cti.Cli.Options;

/// <summary>The options of verbs that load.</summary>
public sealed class LoadOptions
{
    private readonly WarehouseOption _warehouse;
    private readonly MonthOption _month;

    private readonly ChoiceOption<LoadMode> _mode = new("--mode", "What becomes of rows that are there: replaced by key, kept (all are inserted), or all replaced (with --month: that month's).", LoadMode.Merge);

    private readonly Option<bool> _create = new("--create") { Description = "Make tables that are missing; the embedded warehouse always does." };

    /// <summary>Makes the options.</summary>
    /// <param name="defaultWarehouse">The warehouse where none is given; null makes it required.</param>
    /// <param name="month">The month's option, which other verbs share.</param>
    public LoadOptions(string? defaultWarehouse, MonthOption month)
    {
        _warehouse = new WarehouseOption(defaultWarehouse);
        _month = month;
    }

    /// <summary>Adds the options to a verb, without the month.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        _warehouse.AddTo(verb);
        _mode.AddTo(verb);
        verb.Options.Add(_create);
    }

    /// <summary>The warehouse.</summary>
    public string Warehouse(ParseResult parsed) => _warehouse.Value(parsed);

    /// <summary>Whether missing tables are made.</summary>
    public bool Create(ParseResult parsed) => parsed.GetValue(_create);

    /// <summary>How rows that are there are treated.</summary>
    public LoadMode Mode(ParseResult parsed) => _mode.Value(parsed);

    /// <summary>The month that a replacing load replaces; null for the whole table, and for other loads.</summary>
    public string? ReplacedMonth(ParseResult parsed) => Mode(parsed) == LoadMode.Replace ? _month.Value(parsed) : null;
}
