using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cti.Tests.Servers;

/// <summary>Stands before an HTTP server on loopback and lets chosen requests fail in chosen ways; one request a connection.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly List<(Func<string, bool> Wanted, Fault Fault)> _faults = [];
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _loop;

    public FaultyProxy(string server)
    {
        _server = new Uri(server);
        _listener.Start();
        Endpoint = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _loop = AcceptAsync();
    }

    public string Endpoint { get; }

    /// <summary>The head of every request so far: request line and headers.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The next requests whose head satisfies the condition fail, one a call of this.</summary>
    public FaultyProxy Fail(Func<string, bool> wanted, Fault fault, int times = 1)
    {
        lock (_faults)
        {
            for (int i = 0; i < times; i++) _faults.Add((wanted, fault));
        }

        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _loop;
        _listener.Stop();
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> open = [];
        try
        {
            while (true) open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ended.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client, client.GetStream());
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The client gave up, or the test is over.
            }
        }
    }

    private async Task ServeAsync(TcpClient client, NetworkStream stream)
    {
        string head = await ReadHeadAsync(stream);
        if (head.Length == 0) return;
        _requests.Enqueue(head);
        if (head.Contains("100-continue", StringComparison.OrdinalIgnoreCase)) await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _ended.Token);
        byte[] body = new byte[LengthOf(head)];
        await stream.ReadExactlyAsync(body, _ended.Token);

        Fault? fault = Take(head);
        if (fault?.Answer is { } answer)
        {
            bool headOnly = head.StartsWith("HEAD ", StringComparison.Ordinal);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(headOnly ? answer[..(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)] : answer), _ended.Token);
            return;
        }

        using TcpClient server = new();
        await server.ConnectAsync(_server.Host, _server.Port, _ended.Token);
        NetworkStream upstream = server.GetStream();
        IEnumerable<string> kept = head.Split("\r\n").Where(l => l.Length > 0 && !l.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase));
        await upstream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", kept) + "\r\nConnection: close\r\n\r\n"), _ended.Token);
        await upstream.WriteAsync(body, _ended.Token);
        if (await RelayAsync(upstream, stream, fault?.AfterBytes ?? long.MaxValue)) return;

        if (fault!.Stalls) await Task.Delay(Timeout.Infinite, _ended.Token);
        client.LingerState = new LingerOption(true, 0);
    }

    /// <summary>Passes an answer on; false when it was stopped at the limit. A limit of 0 waits for the answer and gives nothing of it.</summary>
    private async Task<bool> RelayAsync(NetworkStream from, NetworkStream to, long limit)
    {
        byte[] buffer = new byte[32 * 1024];
        long passed = 0;
        while (true)
        {
            int read = await from.ReadAsync(buffer, _ended.Token);
            if (read == 0) return true;
            int count = (int)Math.Min(read, limit - passed);
            await to.WriteAsync(buffer.AsMemory(0, count), _ended.Token);
            passed += count;
            if (passed == limit) return false;
        }
    }

    private Fault? Take(string head)
    {
        lock (_faults)
        {
            int index = _faults.FindIndex(f => f.Wanted(head));
            if (index < 0) return null;
            Fault fault = _faults[index].Fault;
            _faults.RemoveAt(index);
            return fault;
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!(head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            if (await stream.ReadAsync(one, _ended.Token) == 0) return "";
            head.Add(one[0]);
        }

        return Encoding.Latin1.GetString([.. head]);
    }

    private static int LengthOf(string head)
    {
        string? line = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>How a request fails.</summary>
    public sealed record Fault
    {
        /// <summary>This is sent in place of the server's answer, and the server gets nothing.</summary>
        public string? Answer { get; private init; }

        /// <summary>So much of the server's answer passes, head included.</summary>
        public long? AfterBytes { get; private init; }

        /// <summary>Then nothing more comes, but the connection stays.</summary>
        public bool Stalls { get; private init; }

        /// <summary>The connection is reset after so many bytes; at 0 the server does what it is asked, and its answer is lost.</summary>
        public static Fault ResetAfter(long bytes) => new() { AfterBytes = bytes };

        public static Fault StallAfter(long bytes) => new() { AfterBytes = bytes, Stalls = true };

        /// <summary>An S3 error.</summary>
        public static Fault Error(int status, string code, string message = "said the server") => Instead(
            status,
            "application/xml",
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>1</RequestId></Error>");

        /// <summary>A success with this document.</summary>
        public static Fault Json(string body) => Instead(200, "application/json", body);

        private static Fault Instead(int status, string type, string body) => new()
        {
            Answer = $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}",
        };
    }
}
