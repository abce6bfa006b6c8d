using System.Globalization;

namespace Cti.Pipelines.Incremental;

/// <summary>Names this process so that another one on the same machine can tell whether it still lives.</summary>
/// <remarks>Boot, PID namespace, PID and start time: only who sees the same processes may judge; to everyone else the lease tells.</remarks>
internal static class OwnerProcess
{
    private const int StartTimeField = 19;

    /// <summary>This process; empty where the system does not tell.</summary>
    public static string Current()
    {
        if (Place() is not { } place || StatOf(Environment.ProcessId) is not { } stat)
            return string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{place} {Environment.ProcessId} {stat.Start}");
    }

    /// <summary>Whether a process is known to be gone. False where it lives, or where this one cannot know.</summary>
    public static bool IsGone(string process)
    {
        string[] parts = process.Split(' ');
        if (parts.Length != 3 || parts[0] != Place() || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out int id))
            return false;

        // A killed process stays listed until its parent has asked how it ended.
        return StatOf(id) is not { } stat || stat.Start != parts[2] || stat.State is "Z" or "X";
    }

    /// <summary>Whether a process is known to live. False where it is gone, or where this one cannot know.</summary>
    public static bool IsHere(string process) => Place() is { } place && process.StartsWith(place + " ", StringComparison.Ordinal) && !IsGone(process);

    private static string? Place()
    {
        const string Boot = "/proc/sys/kernel/random/boot_id";
        return File.Exists(Boot) && new FileInfo("/proc/self/ns/pid").LinkTarget is { } view ? $"{File.ReadAllText(Boot).Trim()}/{view}" : null;
    }

    private static (string State, string Start)? StatOf(int id)
    {
        try
        {
            string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));

            // The program's name stands in parentheses and may hold anything, spaces and parentheses too.
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0], fields[StartTimeField]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
