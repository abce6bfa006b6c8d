using System.CommandLine;
using Cti.Failures;
using Cti.Manifests;

namespace Cti.Cli.Options;

/// <summary>The option <c>--shard</c>: which share of the inputs this machine works on.</summary>
/// <remarks>The number of shards always stands on the command line: a variable of the environment alone never makes a whole run a part of one.</remarks>
public sealed class ShardOption
{
    /// <summary>Where Kubernetes tells a pod of an Indexed Job which one it is.</summary>
    public const string IndexVariable = "JOB_COMPLETION_INDEX";

    private readonly Option<string?> _shard = new("--shard")
    {
        Description = $"Work on one of N shards of the inputs, I from 0; cti load takes all of them. /N: I comes from {IndexVariable} (Kubernetes Indexed Job).",
        HelpName = "I/N",
    };

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_shard);
    }

    /// <summary>The shard; null for the whole run.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">Tells the index where the option does not.</param>
    /// <exception cref="CtiException">Usage: it is no shard.</exception>
    public Shard? Value(ParseResult parsed, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(environment);
        if (parsed.GetValue(_shard) is not { } text)
        {
            return null;
        }

        string whole = text;
        if (text.StartsWith('/'))
        {
            whole = environment.GetValueOrDefault(IndexVariable) is { Length: > 0 } index
                ? index + text
                : throw CtiException.Usage("arguments", $"--shard {text} leaves the shard's number to {IndexVariable}, which is not set; write it out, as 0{text}.");
        }

        return Shard.TryParse(whole)
            ?? throw CtiException.Usage("arguments", $"--shard {whole} is no shard: write 0/4 to 3/4 for the four shards of a run, of at most {Shard.Most}.");
    }
}
