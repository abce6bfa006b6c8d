using System.Globalization;

namespace Cti.Cli.Resources;

/// <summary>What the control group of this process allows, version 1 or 2, its own and all above it.</summary>
public sealed class CgroupLimits
{
    // Version 1 writes "no limit" as the greatest multiple of a page; nobody sets a bound of an exbibyte.
    private const long NoLimit = 1L << 60;
    private readonly string _root;

    /// <summary>Reads below a root.</summary>
    /// <param name="root">The file tree's root; tests give another one.</param>
    public CgroupLimits(string root = "/") => _root = root;

    /// <summary>The least memory limit in bytes, or null where there is none.</summary>
    public long? MemoryBytes =>
        Least(
            Levels(string.Empty).Select(f => Whole(f, "memory.max")),
            Levels("memory").Select(f => Whole(f, "memory.limit_in_bytes")));

    /// <summary>The least quota in cores, or null where there is none.</summary>
    public double? Cores => Levels(string.Empty).Select(QuotaOfVersion2).Concat(Levels("cpu").Select(QuotaOfVersion1)).Min();

    private static long? Least(IEnumerable<long?> version2, IEnumerable<long?> version1) => version2.Concat(version1).Where(l => l < NoLimit).Min();

    private static double? QuotaOfVersion2(string folder) =>
        Read(folder, "cpu.max")?.Split(' ') is [var quota, var period]
        && double.TryParse(quota, CultureInfo.InvariantCulture, out double q)
        && double.TryParse(period, CultureInfo.InvariantCulture, out double p) && p > 0
            ? q / p
            : null;

    private static double? QuotaOfVersion1(string folder) =>
        Whole(folder, "cpu.cfs_quota_us") is { } quota and > 0 && Whole(folder, "cpu.cfs_period_us") is { } period and > 0
            ? (double)quota / period
            : null;

    private static long? Whole(string folder, string file) =>
        long.TryParse(Read(folder, file), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    private static string? Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file)).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The folders of the group and of all groups above it; a container may see its own group as the root of the mount.
    private IEnumerable<string> Levels(string controller)
    {
        string[] lines = Read(_root, "proc/self/cgroup")?.Split('\n') ?? [];
        foreach (string[] parts in lines.Select(l => l.Split(':', 3)).Where(p => p.Length == 3))
        {
            bool version2 = controller.Length == 0 && parts[0] == "0" && parts[1].Length == 0;
            bool version1 = controller.Length > 0 && parts[1].Split(',').Contains(controller);
            if (version1 || version2)
            {
                string mount = Path.Combine(_root, "sys/fs/cgroup");
                string[] mounts = version2 ? [mount, Path.Combine(mount, "unified")] : [Path.Combine(mount, parts[1]), Path.Combine(mount, controller)];
                return mounts.SelectMany(m => Upwards(m, parts[2]));
            }
        }

        return [];
    }

    private static IEnumerable<string> Upwards(string mount, string path)
    {
        for (string rest = path.Trim('/'); rest.Length > 0; rest = rest.Contains('/', StringComparison.Ordinal) ? rest[..rest.LastIndexOf('/')] : string.Empty)
        {
            // A path that leaves the mount ("/../x") is not visible from within a container.
            if (!rest.Contains("..", StringComparison.Ordinal))
            {
                yield return Path.Combine(mount, rest);
            }
        }

        yield return mount;
    }
}
