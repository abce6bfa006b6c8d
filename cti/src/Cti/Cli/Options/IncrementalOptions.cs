using System.CommandLine;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Cli.Options;

/// <summary>Which inputs a run takes: all, or those that no earlier run has taken; and where they go after it.</summary>
public sealed class IncrementalOptions
{
    private readonly Option<bool> _incremental = new("--incremental") { Description = "Take only objects, or versions of them, that no earlier run has taken; none: exit 99. Needs --state." };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Folder or s3://bucket/prefix of the ledger of objects taken.",
        HelpName = "URI",
    };

    private readonly Option<string?> _archive = new("--archive")
    {
        Description = "Folder or s3://bucket/prefix that the inputs are moved to when the run is complete: copied, verified, deleted.",
        HelpName = "URI",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_incremental);
        verb.Options.Add(_state);
        verb.Options.Add(_archive);
    }

    /// <summary>Where the inputs go, absolute, without a trailing slash; null leaves them where they are.</summary>
    public string? Archive(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(_archive) is { } archive ? StoreUri.Parse(archive, "arguments").ToString().TrimEnd('/') : null;
    }

    /// <summary>Where the ledger is, absolute, without a trailing slash; null for a run that takes everything.</summary>
    /// <exception cref="CtiException">Usage: one of the two options without the other.</exception>
    public string? State(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        string? state = parsed.GetValue(_state);
        return (parsed.GetValue(_incremental), state) switch
        {
            (false, null) => null,
            (true, null) => throw CtiException.Usage("arguments", "--incremental needs --state URI: the place of the ledger of objects taken."),
            (false, _) => throw CtiException.Usage("arguments", "--state is of no use without --incremental; say both or neither."),
            (true, _) => StoreUri.Parse(state!, "arguments").ToString().TrimEnd('/'),
        };
    }
}
