using System.CommandLine;
using Cti.Generator.Output;

namespace Cti.Generator.Commands;

/// <summary>The options of every dataset in one CSV file: how much, where to, in which form.</summary>
internal sealed class OutputOptions
{
    private readonly Option<FileInfo> _output = new("--output") { Required = true, Description = "The CSV file to write." };
    private readonly GenerationOptions _generation = new();
    private readonly Option<bool> _crlf = new("--crlf") { Description = "End lines with CR LF." };
    private readonly Option<bool> _quoteAll = new("--quote-all") { Description = "Quote every field." };
    private readonly Option<bool> _gzip = new("--gzip") { Description = "Compress the file." };
    private readonly Option<bool> _bom = new("--bom") { Description = "Begin with a byte order mark." };
    private readonly Option<bool> _noFinalNewline = new("--no-final-newline") { Description = "End without a line break." };

    /// <summary>Number of rows.</summary>
    public Option<long> Rows { get; } = new("--rows") { Required = true, Description = "Rows to write, the header not counted." };

    /// <summary>The seed.</summary>
    public Option<ulong> Seed => _generation.Seed;

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _generation.AddTo(command);
        foreach (Option option in new Option[] { Rows, _output, _crlf, _quoteAll, _gzip, _bom, _noFinalNewline })
            command.Options.Add(option);
    }

    /// <summary>Generates into the files that were asked for; nothing is written where the options are wrong.</summary>
    /// <returns>The exit code: 0, or 2 for wrong options.</returns>
    public int Run(ParseResult parsed, IEnumerable<string> violations, Func<CsvRowWriter, Truth> generate)
    {
        CsvForm form = new()
        {
            Crlf = parsed.GetValue(_crlf),
            QuoteAll = parsed.GetValue(_quoteAll),
            Gzip = parsed.GetValue(_gzip),
            Bom = parsed.GetValue(_bom),
            NoFinalNewline = parsed.GetValue(_noFinalNewline),
        };
        return _generation.Run(parsed, violations, () =>
        {
            Truth truth;
            using (CsvRowWriter writer = new(Create(parsed.GetRequiredValue(_output)), form)) truth = generate(writer);
            return truth.ToJson();
        });
    }

    /// <summary>Creates a file and the folder it stands in.</summary>
    public static FileStream Create(FileInfo file)
    {
        Directory.CreateDirectory(file.DirectoryName!);
        return new FileStream(file.FullName, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }
}
