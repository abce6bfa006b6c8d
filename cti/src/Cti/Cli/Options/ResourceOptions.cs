using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Cti.Cli.Resources;
using Cti.Pipelines;

namespace Cti.Cli.Options;

/// <summary>The options that bound what a run uses.</summary>
public sealed class ResourceOptions
{
    private readonly Option<long?> _memory = new("--memory")
    {
        Description = "Bound on the memory of the whole process: 256MB (10^6), 1GiB (2^30)… Default: three quarters of the container's limit, or of the machine.",
        HelpName = "SIZE",
        CustomParser = Memory,
    };

    private readonly Option<int?> _threads = new("--threads")
    {
        Description = "Threads that work at once. Default: the setting cpus, else the container's quota, else the cores.",
        HelpName = "N",
        CustomParser = Threads,
    };

    private readonly Option<string?> _spillFolder = new("--spill-dir")
    {
        Description = "Folder for what does not fit into memory. Default: CTI_SPILL_DIR, AIRFLOW_TMP_DIR, the temporary folder.",
        HelpName = "DIR",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        verb.Options.Add(_memory);
        verb.Options.Add(_threads);
        verb.Options.Add(_spillFolder);
    }

    /// <summary>What the run may use.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="plan">Knows the machine.</param>
    /// <param name="cpus">The setting.</param>
    /// <exception cref="Failures.CtiException">Usage: too little memory, no scratch space.</exception>
    public RunResources Decide(ParseResult parsed, ResourcePlan plan, decimal? cpus)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Decide(parsed.GetValue(_memory), parsed.GetValue(_threads), parsed.GetValue(_spillFolder), cpus);
    }

    private static long? Memory(ArgumentResult result)
    {
        if (MemorySize.TryParse(result.Tokens[0].Value, out long bytes))
        {
            return bytes;
        }

        result.AddError($"--memory '{result.Tokens[0].Value}' is no amount of memory: write 256MB, 1.5GB, 512MiB or a number of bytes.");
        return null;
    }

    private static int? Threads(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads is >= 1 and <= 1024)
        {
            return threads;
        }

        result.AddError($"--threads '{result.Tokens[0].Value}' is no number of threads: write 1 to 1024.");
        return null;
    }
}
