using System.Security.Cryptography;
using Cti.Records;

namespace Cti.Cli;

/// <summary>Sets up what an extract will need, on a core that idles while the program starts.</summary>
/// <remarks>Command line, settings and the list of inputs come one after the other on one core; the library of hashes and the rules, met only after them, would each hold every worker up.</remarks>
internal static class Rehearsal
{
    /// <summary>Begins it, if there is a core for it and the verb needs it.</summary>
    /// <param name="arguments">As the process got them.</param>
    public static void Begin(IReadOnlyList<string> arguments)
    {
        if (Environment.ProcessorCount > 1 && arguments is ["extract-transform" or "run", ..])
            _ = Task.Run(() => Play(DatasetCatalog.All.FirstOrDefault(dataset => arguments.Contains(dataset.Name))));
    }

    private static void Play(Dataset? dataset)
    {
        // In the order in which the run comes to them.
        SHA256.HashData([]);
        if (dataset is not null)
            Judge(dataset);
    }

    /// <summary>Sets the rules up: that takes longer than judging thousands of records, and every worker would wait for it.</summary>
    private static void Judge(Dataset dataset)
    {
        foreach (TablePlan plan in dataset.Plans)
        {
            plan.Judge(new string?[dataset.RawFields.Count]);
            plan.Judge([.. Enumerable.Repeat("?", dataset.RawFields.Count)]);
        }
    }
}
