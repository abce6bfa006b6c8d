using System.Diagnostics;
using Cti.Generator.Events;
using Cti.Generator.Output;
using Cti.Tests.Servers;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.EndToEnd.Running;

/// <summary>A folder for one case: the program runs in it, and it goes with the case.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cti-e2e-");

    /// <summary>Variables that every call gets, besides the environment's own less all of CTI_* and AWS_*.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public string Folder => _folder.FullName;

    /// <summary>Lets every call from here on go to that S3 server.</summary>
    public void UseS3(MotoServer server)
    {
        Variables["AWS_ENDPOINT_URL_S3"] = server.Endpoint;
        Variables["AWS_REGION"] = server.Region;
        Variables["CTI_ACCESS_KEY"] = server.AccessKey;
        Variables["CTI_SECRET_KEY"] = server.SecretKey;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    public string At(string relative) => Path.Combine(Folder, relative);

    public string Write(string relative, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(relative))!);
        File.WriteAllText(At(relative), content);
        return At(relative);
    }

    /// <summary>A file of generated events, and the truth about it.</summary>
    public Truth Generate(string relative, EventsOptions options)
    {
        using FileStream file = File.Create(At(relative));
        using CsvRowWriter writer = new(file, new CsvForm());
        return EventsGenerator.Generate(options, writer, null, CancellationToken.None);
    }

    /// <summary>Runs the program to its end.</summary>
    public Task<CtiRun> RunAsync(params string[] arguments) => RunAsync(arguments, _ => Task.CompletedTask);

    /// <summary>Runs the program and kills it (SIGKILL: nothing can be tidied up) after a time, unless it has ended by then.</summary>
    public Task<CtiRun> RunKilledAsync(string[] arguments, TimeSpan after) => RunAsync(arguments, async process =>
    {
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(after));
        process.Kill();
    });

    /// <summary>Runs the program and kills it a time after <paramref name="isMoment"/> holds, unless it has ended by then.</summary>
    public Task<CtiRun> RunKilledAsync(string[] arguments, Func<bool> isMoment, TimeSpan after) => RunAsync(arguments, async process =>
    {
        while (!process.HasExited && !isMoment())
            await Task.Delay(1);
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(after));
        process.Kill();
    });

    /// <summary>Runs the program while <paramref name="meanwhile"/> does something to it.</summary>
    public async Task<CtiRun> RunAsync(string[] arguments, Func<Process, Task> meanwhile)
    {
        using Process process = Process.Start(StartInfo(arguments))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<long> peak = PeakAsync(process);
        await meanwhile(process);
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(5));
        await process.WaitForExitAsync(limit.Token);
        return new CtiRun(process.ExitCode, await output, await errors, await peak);
    }

    /// <summary>What a DuckDB file of the workspace answers.</summary>
    public QueryTable Query(string sql, string warehouse = "cti-data/warehouse.duckdb")
    {
        using DuckDbConnection connection = DuckDbConnection.Open(At(warehouse), new Dictionary<string, string> { ["threads"] = "1" });
        return connection.Query(sql, CancellationToken.None);
    }

    private ProcessStartInfo StartInfo(string[] arguments)
    {
        ProcessStartInfo start = new(PublishedProgram.Path, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(n => n.StartsWith("CTI_", StringComparison.Ordinal) || n.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach ((string name, string value) in Variables)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>The kernel's high-water mark, read until the process is gone.</summary>
    private static async Task<long> PeakAsync(Process process)
    {
        string status = $"/proc/{process.Id}/status";
        long peakKilobytes = 0;
        while (!process.HasExited && File.Exists(status))
        {
            try
            {
                string? line = (await File.ReadAllLinesAsync(status)).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
                peakKilobytes = line is null ? peakKilobytes : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // The process ended between two reads.
            }

            await Task.Delay(10);
        }

        return peakKilobytes * 1024;
    }
}
