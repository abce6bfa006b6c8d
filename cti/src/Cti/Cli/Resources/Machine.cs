using System.Globalization;
using System.Security;

namespace Cti.Cli.Resources;

/// <summary>What the machine offers this process: memory, cores, folders.</summary>
public class Machine
{
    private readonly string _root;

    /// <summary>The machine as seen below a root.</summary>
    /// <param name="root">The file tree's root; tests give another one.</param>
    public Machine(string root = "/")
    {
        _root = root;
        Cgroup = new CgroupLimits(root);
    }

    /// <summary>The control group's limits.</summary>
    public CgroupLimits Cgroup { get; }

    /// <summary>Memory of the whole machine in bytes.</summary>
    public virtual long MemoryBytes => MemTotal() ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Cores that this process may run on.</summary>
    public virtual int Cores => Environment.ProcessorCount;

    /// <summary>The folder for temporary files.</summary>
    public virtual string TemporaryFolder => Path.GetTempPath();

    /// <summary>Whether what is written to a folder stays in memory.</summary>
    public virtual bool IsMemory(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).DriveFormat is "tmpfs" or "ramfs";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Bytes that are free in a folder for this user; 0 where the system does not tell.</summary>
    public virtual long FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException or ArgumentException)
        {
            return 0;
        }
    }

    private long? MemTotal()
    {
        string file = Path.Combine(_root, "proc/meminfo");
        if (!File.Exists(file))
        {
            return null;
        }

        string? line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("MemTotal:", StringComparison.Ordinal));
        string? kibibytes = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1);
        return long.TryParse(kibibytes, CultureInfo.InvariantCulture, out long value) ? value * 1024 : null;
    }
}
