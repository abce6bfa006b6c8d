namespace Cti.Pipelines.Extraction;

/// <summary>How the bound on the process's memory is shared out.</summary>
/// <param name="BlocksInFlight">Blocks between reading and writing at most.</param>
/// <param name="DeduplicationBytes">Budget for telling rows apart; past it, state goes to the spill folder.</param>
/// <param name="TransferBytes">Budget for the buffers of one transfer from or to a remote store.</param>
public sealed record MemoryPlan(int BlocksInFlight, long DeduplicationBytes, int TransferBytes)
{
    // Measured on 2 million events: see bench/results.
    private const long ProgramBytes = 97L << 20;
    private const long RemoteClientBytes = 72L << 20;
    private const long BlockBytes = 30L << 20;
    private const long LeastDeduplicationBytes = 8L << 20;
    private const long MostTransferBytes = 16L << 20;

    /// <summary>The plan for a bound, a number of threads, and whether objects come from or go to a remote store.</summary>
    public static MemoryPlan For(long memoryBytes, int threads, bool isRemote)
    {
        long left = memoryBytes - ProgramBytes - (isRemote ? RemoteClientBytes : 0);
        long transfer = isRemote ? Math.Clamp(left / 12, 5L << 20, MostTransferBytes) : 0;
        left -= 2 * transfer;

        // One block more than threads keeps all busy; at least a third of what is left goes to deduplication.
        int blocks = (int)Math.Clamp(left * 2 / 3 / BlockBytes, 2, threads + 1);
        long deduplication = Math.Max(LeastDeduplicationBytes, left - (blocks * BlockBytes));
        return new MemoryPlan(blocks, deduplication, (int)transfer);
    }
}
