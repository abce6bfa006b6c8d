using Cti.Failures;
using Cti.Pipelines;

namespace Cti.Cli.Resources;

/// <summary>Decides how much memory, how many threads and which scratch space a run has.</summary>
public sealed class ResourcePlan
{
    /// <summary>The least memory a run can do its work in, in bytes.</summary>
    public const long LeastMemoryBytes = 64_000_000;

    private readonly Machine _machine;
    private readonly IReadOnlyDictionary<string, string> _environment;

    /// <summary>Makes the plan.</summary>
    /// <param name="machine">What there is.</param>
    /// <param name="environment">The process's environment, for the scratch space.</param>
    public ResourcePlan(Machine machine, IReadOnlyDictionary<string, string> environment)
    {
        _machine = machine;
        _environment = environment;
    }

    /// <summary>Decides.</summary>
    /// <param name="memoryBytes">The argument of <c>--memory</c>; null for three quarters of the control group's limit or the machine.</param>
    /// <param name="threads">The argument of <c>--threads</c>; null for <paramref name="cpus"/>, else the group's quota, else the cores.</param>
    /// <param name="spillFolder">The argument of <c>--spill-dir</c>; null for CTI_SPILL_DIR, AIRFLOW_TMP_DIR or the temporary folder.</param>
    /// <param name="cpus">The setting <c>cpus</c>.</param>
    /// <exception cref="CtiException">Usage: too little memory, or the scratch space cannot be written to.</exception>
    public RunResources Decide(long? memoryBytes, int? threads, string? spillFolder, decimal? cpus) =>
        new(Memory(memoryBytes), threads ?? Threads(cpus), SpillFolder(spillFolder));

    private long Memory(long? asked)
    {
        long machine = _machine.MemoryBytes;
        long bytes = asked ?? Math.Min(_machine.Cgroup.MemoryBytes ?? machine, machine) / 4 * 3;
        return bytes >= LeastMemoryBytes
            ? bytes
            : throw CtiException.Usage("arguments", $"{(asked is null ? "Three quarters of the memory limit" : "--memory")} gives {bytes / 1_000_000} MB, but a run needs {LeastMemoryBytes / 1_000_000} MB at least: allow more memory.");
    }

    // Part of a core is a thread too, as it is for Docker's --cpus.
    private int Threads(decimal? cpus)
    {
        double cores = cpus is { } setting ? (double)setting : _machine.Cgroup.Cores ?? _machine.Cores;
        return Math.Clamp((int)Math.Ceiling(cores), 1, 1024);
    }

    private string SpillFolder(string? asked)
    {
        (string? folder, string origin) =
            asked is not null ? (asked, "--spill-dir")
            : Variable("CTI_SPILL_DIR") is { } own ? (own, "CTI_SPILL_DIR")
            : Variable("AIRFLOW_TMP_DIR") is { } airflow ? (airflow, "AIRFLOW_TMP_DIR")
            : (_machine.TemporaryFolder, "the temporary folder");
        try
        {
            folder = Directory.CreateDirectory(folder).FullName;
            string probe = Path.Combine(folder, ".cti-" + Path.GetRandomFileName());
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return folder;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CtiException.Usage("arguments", $"The spill folder {folder} (from {origin}) cannot be written to: {exception.Message} Give --spill-dir a folder with free space.", exception);
        }
    }

    private string? Variable(string name) => _environment.TryGetValue(name, out string? value) && !string.IsNullOrWhiteSpace(value) ? value : null;
}
