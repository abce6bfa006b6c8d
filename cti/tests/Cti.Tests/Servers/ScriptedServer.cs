using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cti.Tests.Servers;

/// <summary>An HTTP server that gives one answer after the other, in whatever broken form, and keeps what it was asked.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<Answer> _answers;
    private readonly ConcurrentQueue<Request> _requests = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _loop;

    /// <summary>Starts it.</summary>
    /// <param name="answers">In order; the last one is given for ever.</param>
    public ScriptedServer(params Answer[] answers)
    {
        _answers = new ConcurrentQueue<Answer>(answers);
        _listener.Start();
        Endpoint = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _loop = AcceptAsync();
    }

    public string Endpoint { get; }

    public IReadOnlyList<Request> Requests => [.. _requests];

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
                NetworkStream stream = client.GetStream();
                Request request = await ReadAsync(stream);
                _requests.Enqueue(request);
                Answer answer = _answers.Count > 1 && _answers.TryDequeue(out Answer? next) ? next : _answers.First();
                if (answer.Silent) await Task.Delay(Timeout.Infinite, _ended.Token);
                if (answer.Resets)
                {
                    client.LingerState = new LingerOption(true, 0);
                    return;
                }

                byte[] body = Encoding.UTF8.GetBytes(answer.Body);
                string head = $"HTTP/1.1 {answer.Status} X\r\nContent-Type: {answer.ContentType}\r\nContent-Length: {body.Length + answer.MissingBytes}\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.Latin1.GetBytes(head), _ended.Token);
                await stream.WriteAsync(body, _ended.Token);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The client gave up, or the test is over.
            }
        }
    }

    private async Task<Request> ReadAsync(NetworkStream stream)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!(head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            if (await stream.ReadAsync(one, _ended.Token) == 0) throw new IOException("closed");
            head.Add(one[0]);
        }

        string[] lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> headers = lines[1..].Select(l => l.Split(':', 2)).ToDictionary(p => p[0].ToLowerInvariant(), p => p[1].Trim());
        byte[] body = new byte[headers.TryGetValue("content-length", out string? length) ? int.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _ended.Token);
        return new Request(lines[0], headers, Encoding.UTF8.GetString(body));
    }

    /// <summary>What came: request line, headers by their name in small letters, body.</summary>
    public sealed record Request(string Line, IReadOnlyDictionary<string, string> Headers, string Body);

    /// <summary>What goes back.</summary>
    public sealed record Answer(int Status, string Body)
    {
        public string ContentType { get; init; } = "application/x-amz-json-1.1";

        /// <summary>So many bytes more are promised than come.</summary>
        public int MissingBytes { get; init; }

        public bool Resets { get; init; }

        public bool Silent { get; init; }

        public static Answer Error(int status, string code) => new(status, $$"""{"__type":"{{code}}","message":"said the server"}""");
    }
}
