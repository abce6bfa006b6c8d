using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Cti.Tests.Servers;

/// <summary>A real S3 server (moto) on a loopback port, one for the whole test process; it ends with the process, however that ends.</summary>
/// <remarks>Found as <c>moto_server</c> on the path or as a module of <c>python3</c>; else installed into a virtual environment of the user's;
/// else <c>AWS_ENDPOINT_URL_S3</c> is used with the <c>AWS_*</c> keys; else the test fails, saying what to install.</remarks>
public sealed class MotoServer
{
    private static readonly Lazy<Task<MotoServer>> s_shared = new(StartAsync);

    // Held for as long as the server is wanted: its standard input, once collected, would end it.
    private readonly Process? _process;

    private MotoServer(string endpoint, string accessKey, string secretKey, Process? process)
    {
        _process = process;
        Endpoint = endpoint;
        AccessKey = accessKey;
        SecretKey = secretKey;
        Client = new AmazonS3Client(
            new BasicAWSCredentials(accessKey, secretKey),
            new AmazonS3Config
            {
                ServiceURL = endpoint,
                AuthenticationRegion = Region,
                ForcePathStyle = true,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });
    }

    /// <summary>Where it listens, as <c>http://127.0.0.1:40001</c>. All of moto's services answer there, STS included.</summary>
    public string Endpoint { get; }

    public string AccessKey { get; }

    public string SecretKey { get; }

    public string Region { get; } = "us-east-1";

    /// <summary>The SDK's client, to look at the server's side of things.</summary>
    public AmazonS3Client Client { get; }

    /// <summary>Whether it was started by these tests, rather than given by the environment.</summary>
    public bool IsOwn => _process is not null;

    /// <summary>The server of this test process, started at the first call.</summary>
    public static Task<MotoServer> SharedAsync() => s_shared.Value;

    /// <summary>A new empty bucket; nobody else uses it.</summary>
    public async Task<string> NewBucketAsync()
    {
        string bucket = $"cti-test-{Guid.NewGuid():N}";
        await Client.PutBucketAsync(bucket);
        return bucket;
    }

    public async Task PutAsync(string bucket, string key, byte[] content)
    {
        using MemoryStream body = new(content);
        await Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = body, UseChunkEncoding = false });
    }

    public async Task<byte[]> GetAsync(string bucket, string key)
    {
        using GetObjectResponse response = await Client.GetObjectAsync(bucket, key);
        using MemoryStream content = new();
        await response.ResponseStream.CopyToAsync(content);
        return content.ToArray();
    }

    /// <summary>Every key of a bucket, in order.</summary>
    public async Task<string[]> KeysAsync(string bucket) =>
        await Client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = bucket }).S3Objects.Select(o => o.Key).ToArrayAsync();

    /// <summary>Uploads that were begun and neither completed nor aborted.</summary>
    public async Task<int> OpenUploadsAsync(string bucket) =>
        (await Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket })).MultipartUploads?.Count ?? 0;

    private static async Task<MotoServer> StartAsync()
    {
        List<string> tried = [];
        foreach (Func<Task<string[]>> command in new Func<Task<string[]>>[] { OnPathAsync, AsModuleAsync, InOwnEnvironmentAsync })
        {
            try
            {
                if (await TryStartAsync(await command(), tried) is { } started) return new MotoServer(started.Endpoint, "testing", "testing-secret", started.Process);
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                tried.Add(e.Message);
            }
        }

        return Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3") is { Length: > 0 } given
            ? new MotoServer(given, Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") ?? "testing", Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") ?? "testing", process: null)
            : throw new InvalidOperationException(
                "These tests need an S3 server: run pip install 'moto[server]' (or install python3-venv), or set AWS_ENDPOINT_URL_S3. Tried: " + string.Join(" | ", tried));
    }

    private static Task<string[]> OnPathAsync() => Task.FromResult<string[]>(["moto_server"]);

    private static Task<string[]> AsModuleAsync() => Task.FromResult<string[]>(["python3", "-m", "moto.server"]);

    private static async Task<string[]> InOwnEnvironmentAsync()
    {
        string folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "cti-tests", "moto");
        if (!File.Exists(Path.Combine(folder, "bin", "moto_server")))
        {
            await RunAsync("python3", "-m", "venv", folder);
            await RunAsync(Path.Combine(folder, "bin", "pip"), "install", "--quiet", "moto[server]");
        }

        return [Path.Combine(folder, "bin", "moto_server")];
    }

    private static async Task<(string Endpoint, Process Process)?> TryStartAsync(string[] command, List<string> tried)
    {
        int port = FreePort();
        string log = Path.Combine(Path.GetTempPath(), $"cti-moto-{port}.log");
        string endpoint = $"http://127.0.0.1:{port}";

        // The shell kills the server when its standard input ends, which is when this process does, even by SIGKILL.
        const string script = "exec 3<&0; \"$@\" </dev/null >\"$0\" 2>&1 & child=$!; (read -r _ <&3; kill $child; rm -f \"$0\") 2>/dev/null & wait $child";
        ProcessStartInfo start = new("sh") { RedirectStandardInput = true };
        foreach (string argument in (string[])["-c", script, log, .. command, "-H", "127.0.0.1", "-p", $"{port}"]) start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
        Stopwatch waited = Stopwatch.StartNew();
        while (!process.HasExited && waited.Elapsed < TimeSpan.FromSeconds(90))
        {
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri($"{endpoint}/moto-api/"));
                return (endpoint, process);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                await Task.Delay(100);
            }
        }

        tried.Add($"{string.Join(' ', command)}: {(File.Exists(log) ? (await File.ReadAllTextAsync(log)).Trim() : "no log")}");
        process.StandardInput.Close();
        return null;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {errors}");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
