using System.CommandLine;
using System.Globalization;

namespace Cti.Cli.Options;

/// <summary>The option <c>--month YYYY-MM</c>.</summary>
public sealed class MonthOption
{
    private readonly Option<string?> _month;

    /// <summary>Makes the option.</summary>
    /// <param name="description">For the help.</param>
    public MonthOption(string description)
    {
        _month = new Option<string?>("--month") { Description = description, HelpName = "YYYY-MM" };
        _month.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsMonth(token.Value))
            {
                result.AddError($"--month '{token.Value}' is no month: write it as 2021-04.");
            }
        });
    }

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_month);
    }

    /// <summary>The month, or null for all.</summary>
    public string? Value(ParseResult parsed) => parsed.GetValue(_month);

    private static bool IsMonth(string text) => DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
