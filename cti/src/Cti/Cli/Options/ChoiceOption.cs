using System.CommandLine;
using System.CommandLine.Parsing;

namespace Cti.Cli.Options;

/// <summary>An option whose argument is one of a few words: the members of an enum, in lower case.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class ChoiceOption<T>
    where T : struct, Enum
{
    private static readonly string[] Words = [.. Enum.GetNames<T>().Select(n => n.ToLowerInvariant())];
    private readonly Option<T?> _option;
    private readonly T _preset;

    /// <summary>Makes the option; help and completion name the words, and so does the error about any other.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">For the help.</param>
    /// <param name="preset">The value where the option is not given.</param>
    public ChoiceOption(string name, string description, T preset)
    {
        _preset = preset;
        _option = new Option<T?>(name)
        {
            Description = $"{description} Default: {preset.ToString().ToLowerInvariant()}.",
            HelpName = string.Join('|', Words),
            CustomParser = Parse,
        };
        _option.CompletionSources.Clear();
        _option.CompletionSources.Add(Words);
    }

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_option);
    }

    /// <summary>The value given, or the preset.</summary>
    public T Value(ParseResult parsed) => parsed.GetValue(_option) ?? _preset;

    private static T? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Words.Contains(text) && Enum.TryParse(text, ignoreCase: true, out T value))
        {
            return value;
        }

        result.AddError($"'{text}' is none of {string.Join(", ", Words)}.");
        return null;
    }
}
