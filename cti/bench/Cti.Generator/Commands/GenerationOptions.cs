using System.CommandLine;

namespace Cti.Generator.Commands;

/// <summary>The options of every command: the seed, and where the truth goes.</summary>
internal sealed class GenerationOptions
{
    private readonly Option<FileInfo?> _truth = new("--truth") { Description = "The JSON file that tells what must become of the records. Default: standard output." };

    /// <summary>The seed.</summary>
    public Option<ulong> Seed { get; } = new("--seed") { Description = "The same seed and options give the same bytes.", DefaultValueFactory = _ => 1 };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Seed);
        command.Options.Add(_truth);
    }

    /// <summary>Generates, and writes the truth as JSON; nothing is done where the options are wrong.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="violations">What is wrong with the options.</param>
    /// <param name="generate">Writes the data and gives the truth.</param>
    /// <returns>The exit code: 0, or 2 for wrong options.</returns>
    public int Run(ParseResult parsed, IEnumerable<string> violations, Func<string> generate)
    {
        string[] wrong = [.. violations];
        foreach (string sentence in wrong) Console.Error.WriteLine(sentence);
        if (wrong.Length > 0) return 2;
        string truth = generate();
        if (parsed.GetValue(_truth) is { } file) File.WriteAllText(file.FullName, truth);
        else Console.Out.Write(truth);
        return 0;
    }

    /// <summary>An option for a rate from 0 to 1.</summary>
    public static Option<double> Rate(string name, string description, double standard) => new(name) { Description = description, DefaultValueFactory = _ => standard };
}
