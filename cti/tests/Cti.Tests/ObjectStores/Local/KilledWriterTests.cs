using System.Diagnostics;
using Cti.ObjectStores;
using Cti.ObjectStores.Local;

namespace Cti.Tests.ObjectStores.Local;

public sealed class KilledWriterTests
{
    [Fact]
    public async Task CreateAsync_AfterAnotherProcessDiedWhileWriting_RemovesItsFileOnlyOnceItIsDead()
    {
        using ScratchFolder scratch = new();
        string orphan = scratch.File(".cti-feedfacefeedface.tmp", "half");
        LocalObjectStore store = new();
        using Process holder = StartHolding(orphan);
        try
        {
            await (await store.CreateAsync(scratch.At("a"), default)).DisposeAsync();
            Assert.True(File.Exists(orphan), "a file that a live process locks was removed");
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
            await holder.WaitForExitAsync();
        }

        // The kernel lets go of the lock when the last process that holds it is reaped.
        Stopwatch waited = Stopwatch.StartNew();
        while (File.Exists(orphan) && waited.Elapsed < TimeSpan.FromSeconds(10))
        {
            await using ObjectWriter writer = await store.CreateAsync(scratch.At("b"), default);
        }

        Assert.Empty(scratch.Files());
    }

    [Fact]
    public async Task TidyAsync_LeftByTheDeadAndHeldByTheLiving_RemovesWhatNobodyHolds()
    {
        using ScratchFolder scratch = new();
        LocalObjectStore store = new();
        scratch.File("a/b/.cti-0123456789abcdef.tmp", "half");
        scratch.File("a/b/.x.csv.cti-lock", "");
        scratch.File("a/b/x.csv", "whole");
        string held = scratch.File("a/.y.csv.cti-lock", "");
        using Process holder = StartHolding(held);
        try
        {
            await store.TidyAsync(scratch.At("a"), default);
            await store.TidyAsync(scratch.At("no such folder"), default);
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
            await holder.WaitForExitAsync();
        }

        Assert.Equal([held, scratch.At("a/b/x.csv")], Directory.EnumerateFiles(scratch.At(""), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Order(StringComparer.Ordinal));
    }

    /// <summary>Another process with an exclusive flock on the file, as a writer of this program holds it.</summary>
    private static Process StartHolding(string path)
    {
        ProcessStartInfo start = new("flock") { RedirectStandardOutput = true };
        foreach (string argument in new[] { "--exclusive", path, "sh", "-c", "echo held; sleep 60" }) start.ArgumentList.Add(argument);
        try
        {
            Process process = Process.Start(start)!;
            Assert.Equal("held", process.StandardOutput.ReadLine());
            return process;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("This test needs flock: install util-linux.", e);
        }
    }
}
