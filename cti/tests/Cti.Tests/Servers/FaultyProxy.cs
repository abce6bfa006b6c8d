using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Cti.Tests.Servers;

/// <summary>Stands before an HTTP server on loopback and lets chosen requests fail in chosen ways; one request a connection.</summary>
public sealed class FaultyProxy(string server) : LoopbackServer
{
    private readonly Uri _server = new(server);
    private readonly List<(Func<string, bool> Wanted, Fault Fault)> _faults = [];
    private readonly ConcurrentQueue<string> _requests = [];

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

    protected override async Task ServeAsync(TcpClient client, NetworkStream stream, string head)
    {
        _requests.Enqueue(head);
        if (head.Contains("100-continue", StringComparison.OrdinalIgnoreCase)) await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), Ended);
        byte[] body = await ReadBodyAsync(stream, head);

        Fault? fault = Take(head);
        if (fault?.Answer is { } answer)
        {
            bool headOnly = head.StartsWith("HEAD ", StringComparison.Ordinal);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(headOnly ? answer[..(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)] : answer), Ended);
            return;
        }

        using TcpClient target = new();
        await target.ConnectAsync(_server.Host, _server.Port, Ended);
        NetworkStream upstream = target.GetStream();
        IEnumerable<string> kept = LinesOf(head).Where(l => !l.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase));
        await upstream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", kept) + "\r\nConnection: close\r\n\r\n"), Ended);
        await upstream.WriteAsync(body, Ended);
        if (await RelayAsync(upstream, stream, fault?.AfterBytes ?? long.MaxValue)) return;

        if (fault!.Stalls) await Task.Delay(Timeout.Infinite, Ended);
        Reset(client);
    }

    /// <summary>Passes an answer on; false when it was stopped at the limit. A limit of 0 waits for the answer and gives nothing of it.</summary>
    private async Task<bool> RelayAsync(NetworkStream from, NetworkStream to, long limit)
    {
        byte[] buffer = new byte[32 * 1024];
        long passed = 0;
        while (true)
        {
            int read = await from.ReadAsync(buffer, Ended);
            if (read == 0) return true;
            int count = (int)Math.Min(read, limit - passed);
            await to.WriteAsync(buffer.AsMemory(0, count), Ended);
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
