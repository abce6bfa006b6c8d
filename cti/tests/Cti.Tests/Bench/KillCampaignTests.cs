using System.Runtime.Versioning;
using Cti.Bench;
using Cti.Bench.Kill;

namespace Cti.Tests.Bench;

/// <summary>The campaign itself, on small programs that are safe or not safe to kill: it must tell them apart.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KillCampaignTests : IDisposable
{
    private const string ParseArguments = """
        #!/bin/sh
        while [ $# -gt 0 ]; do case "$1" in --output) out=$2;; --warehouse) db=${2#duckdb:};; esac; shift; done
        mkdir -p "$out/_runs/k"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("cti-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RunAsync_ProgramThatWritesAsideAndRenames_EndsWithTheSameFiles()
    {
        string program = Program("""
            for i in 1 2 3; do echo $i >> "$out/.aside.$$"; sleep 0.05; done
            mv "$out/.aside.$$" "$out/part"; rm -f "$out"/.aside.*
            echo rows > "$db.aside"; mv "$db.aside" "$db"
            """);

        KillReport report = await Campaign(program, kills: 4).RunAsync(CancellationToken.None);

        Assert.Equal(4, report.Kills);
        Assert.Equal(1, report.Files);
        Assert.Equal("rows\n", report.Warehouse);
        Assert.Contains("4 kills", report.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ProgramThatAppendsToWhatAKilledOneLeft_IsCaught()
    {
        string program = Program("""
            for i in 1 2 3; do echo $i >> "$out/part"; sleep 0.05; done
            echo rows > "$db"
            """);

        BenchException caught = await Assert.ThrowsAsync<BenchException>(() => Campaign(program, kills: 20).RunAsync(CancellationToken.None));

        Assert.Contains("other content: part", caught.Message, StringComparison.Ordinal);
        Assert.Contains("Seed 5", caught.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ProgramThatLoadsTwice_IsCaught()
    {
        string program = Program("""
            echo rows >> "$db"; sleep 0.1; echo 1 > "$out/part"
            """);

        BenchException caught = await Assert.ThrowsAsync<BenchException>(() => Campaign(program, kills: 20).RunAsync(CancellationToken.None));

        Assert.Contains("the warehouse holds", caught.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ProgramThatLeavesFilesBehind_IsCaught()
    {
        string program = Program("""
            echo 1 > "$out/.aside.$$"; sleep 0.1; mv "$out/.aside.$$" "$out/part"; echo rows > "$db"
            """);

        BenchException caught = await Assert.ThrowsAsync<BenchException>(() => Campaign(program, kills: 20).RunAsync(CancellationToken.None));

        Assert.Contains("left over: .aside.", caught.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ProgramThatFails_IsToldWithItsWords()
    {
        string program = Program("echo broken >&2; exit 1");

        BenchException caught = await Assert.ThrowsAsync<BenchException>(() => Campaign(program, kills: 1).RunAsync(CancellationToken.None));

        Assert.Contains("broken", caught.Message, StringComparison.Ordinal);
    }

    private string Program(string body)
    {
        string file = Path.Combine(_folder, "program");
        File.WriteAllText(file, $"{ParseArguments}\n{body}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }

    private KillCampaign Campaign(string program, int kills)
    {
        KillCampaignOptions options = new()
        {
            Binary = program,
            Input = "events.csv",
            Month = "2021-04",
            WorkFolder = Path.Combine(_folder, "work"),
            Kills = kills,
            Seed = 5,
            ReadWarehouse = (file, token) => File.ReadAllTextAsync(file, token),
        };
        return new KillCampaign(options, TextWriter.Null);
    }
}
