using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Cti.EndToEnd.Running;
using Cti.Tests.Servers;

namespace Cti.EndToEnd.Cases;

/// <summary>Secrets planted in every setting that takes one, and looked for in all that a failing call lets anybody see.</summary>
public sealed class SecretsTests : IAsyncLifetime
{
    private const string Planted = "planted";
    private WarehouseStack _stack = null!;
    private PostgresServer _postgres = null!;

    public async Task InitializeAsync()
    {
        _stack = await WarehouseStack.StartAsync("redshift");
        _postgres = await PostgresServer.SharedAsync();
        await _postgres.ExecuteAsync("postgres", $"ALTER DATABASE {_stack.Database} SET log_statement = 'all'");
        Dictionary<string, string> variables = _stack.Workspace.Variables;
        variables["CTI_PASSWORD"] = "planted-password";
        variables["CTI_PEPPER"] = "planted-pepper-of-32-characters-or-more";
        variables["PGPASSWORD"] = "planted-pg-password";
        variables["AWS_SECRET_ACCESS_KEY"] = "planted-aws-secret";
        variables["CTI_LOG_LEVEL"] = "debug";
    }

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task Calls_FailingInEveryWay_TellNoSecret()
    {
        string bucket = $"s3://{_stack.Bucket}";
        await _stack.S3.PutAsync(_stack.Bucket, "bad/events.csv", Encoding.UTF8.GetBytes("id,timestamp,email,country,ip,uri,action,tags\n" + string.Concat(Enumerable.Repeat("x,x,x,x,x,x,x,x\n", 1_200))));
        string manifest = await _stack.ExtractAsync("00000000-0000-4000-8000-000000000001,2021-04-01,u@mail.org,uk,10.0.0.1,/a,view,[]");
        string postgres = $"postgres://{_postgres.User}@{_postgres.Host}:{_postgres.Port}/{_stack.Database}";

        await RunAsync(2, ["load", "--no-such-option"]);
        await RunAsync(2, Load(manifest, "oracle://u:planted-in-the-url@h/d"));
        await RunAsync(2, Load(manifest, postgres));
        _stack.Workspace.Variables["CTI_PASSWORD"] = _postgres.Password;
        await RunAsync(4, Load(manifest, postgres));
        _stack.Workspace.Variables["CTI_PASSWORD"] = "planted-password";
        await RunAsync(75, Load(manifest, "postgres://u@127.0.0.1:1/d"));
        await RunAsync(2, Load("s3://no-such-bucket-here/manifest.json", "redshift"));
        await RunAsync(2, Load($"{bucket}/bad/events.csv", "redshift"));
        await RunAsync(4, Load(manifest, "redshift"));
        await RunAsync(0, [.. Load(manifest, "redshift"), "--create"]);
        await RunAsync(0, [.. Load(manifest, "redshift"), "--dry-run"]);
        await RunAsync(3, ["extract-transform", "--dataset", "events", "--input", $"{bucket}/bad/", "--output", $"{bucket}/gate", "--anonymize", "email"]);
        await RunAsync(2, ["extract-transform", "--dataset", "events", "--input", "s3://no-such-bucket-here/x/", "--output", $"{bucket}/out"]);
        await RunAsync(2, ["query", "top-tags", "--warehouse", "postgres://u:planted-in-the-url@h/d"]);
        await RunAsync(2, ["doctor", "--dataset", "events", "--output", $"{bucket}/out", "--warehouse", postgres]);
        await RunAsync(0, ["doctor", "--dataset", "events", "--output", $"{bucket}/out", "--warehouse", "redshift"]);
        _stack.Workspace.Variables["CTI_SECRET_KEY"] = "planted-wrong-secret-key";
        _stack.Workspace.Variables["CTI_SESSION_TOKEN"] = "planted-session-token";
        await RunAsync(2, ["doctor", "--dataset", "events", "--warehouse", "redshift", "--format", "json"]);
        await RunAsync(2, Load(manifest, "redshift"));
        _stack.Workspace.Variables["CTI_PORT"] = "planted-port";
        await RunAsync(2, Load(manifest, "redshift"));

        await AssertServersToldNothingAsync();
    }

    private static string[] Load(string manifest, string warehouse) => ["load", "--dataset", "events", "--input", manifest, "--warehouse", warehouse];

    private async Task RunAsync(int exitCode, string[] arguments)
    {
        bool data = arguments[0] is "load" or "extract-transform";
        ConcurrentBag<string> seen = [];
        string[] command = data ? [.. arguments, "--result", "result.json", "--log-format", "json"] : arguments;
        CtiRun run = (await _stack.Workspace.RunAsync(command, process => WatchAsync(process, seen))).Expect(exitCode);

        Assert.Contains(seen, s => s.Contains(arguments[0], StringComparison.Ordinal));
        string file = _stack.Workspace.At("result.json");
        if (File.Exists(file))
        {
            seen.Add(await File.ReadAllTextAsync(file));
            File.Delete(file);
        }

        // What was typed is there for all to see; it must not be repeated.
        IEnumerable<string> own = seen.Where(s => !s.Contains("planted-in-the-url", StringComparison.Ordinal) || !s.Contains("--warehouse", StringComparison.Ordinal));
        Assert.All(own.Append(run.Output).Append(run.Errors), AssertClean);
    }

    // The command lines of the call and of whatever it starts, and what the database shows of its sessions.
    private async Task WatchAsync(Process process, ConcurrentBag<string> seen)
    {
        while (!process.HasExited)
        {
            foreach (string id in Directory.EnumerateDirectories("/proc").Select(d => Path.GetFileName(d)).Where(n => char.IsAsciiDigit(n[0])))
            {
                if (CommandLineOf(id, process.Id) is { Length: > 0 } line)
                    seen.Add(line);
            }

            foreach (string session in await _postgres.AskAsync("postgres", $"SELECT query || application_name FROM pg_stat_activity WHERE datname = '{_stack.Database}'"))
                seen.Add(session);
            await Task.Delay(20);
        }
    }

    private static string CommandLineOf(string id, int parent)
    {
        try
        {
            bool isOurs = id == $"{parent}" || File.ReadAllText($"/proc/{id}/stat").Split(") ", 2)[^1].Split(' ')[1] == $"{parent}";
            return isOurs ? File.ReadAllText($"/proc/{id}/cmdline") : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return "";
        }
    }

    private async Task AssertServersToldNothingAsync()
    {
        string statements = string.Join('\n', _stack.Simulator.Statements.Select(s => $"{s.Name} {s.Error} {string.Join(';', s.Sqls)}"));
        Assert.Contains("COPY ", statements, StringComparison.Ordinal);
        AssertClean(statements);

        string log = await File.ReadAllTextAsync((await _postgres.AskAsync("postgres", "SHOW data_directory"))[0] + ".log");
        Assert.Contains("CREATE TABLE", log, StringComparison.Ordinal);
        AssertClean(log);

        string[] keys = await _stack.S3.KeysAsync(_stack.Bucket);
        Assert.Contains(keys, k => k.EndsWith("manifest.json", StringComparison.Ordinal));
        foreach (string key in keys)
            AssertClean(key + Encoding.Latin1.GetString(await _stack.S3.GetAsync(_stack.Bucket, key)));
    }

    private void AssertClean(string text)
    {
        Assert.DoesNotContain(Planted, text, StringComparison.Ordinal);
        Assert.DoesNotContain(_postgres.Password, text, StringComparison.Ordinal);
    }
}
