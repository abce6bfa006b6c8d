using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cti.Tests.Servers;

/// <summary>A server on loopback that speaks HTTP byte by byte, one request a connection: so it can do what no real server would.</summary>
public abstract class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _loop;

    /// <summary>Starts it.</summary>
    protected LoopbackServer()
    {
        _listener.Start();
        Endpoint = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _loop = AcceptAsync();
    }

    public string Endpoint { get; }

    /// <summary>Cancelled when the test is over.</summary>
    protected CancellationToken Ended => _ended.Token;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _loop;
        _listener.Stop();
        _ended.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Answers one request, or does not; the connection is closed after it.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="stream">Its bytes.</param>
    /// <param name="head">Request line and headers, read already.</param>
    protected abstract Task ServeAsync(TcpClient client, NetworkStream stream, string head);

    /// <summary>The body that the head promises.</summary>
    protected async Task<byte[]> ReadBodyAsync(NetworkStream stream, string head)
    {
        byte[] body = new byte[HeadersOf(head).TryGetValue("content-length", out string? length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, Ended);
        return body;
    }

    /// <summary>A head's headers by their name in small letters.</summary>
    protected static IReadOnlyDictionary<string, string> HeadersOf(string head) =>
        LinesOf(head)[1..].Select(l => l.Split(':', 2)).GroupBy(p => p[0].ToLowerInvariant(), p => p[1].Trim()).ToDictionary(g => g.Key, g => string.Join(", ", g));

    /// <summary>A head's lines, the request line first.</summary>
    protected static string[] LinesOf(string head) => head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Has the connection reset rather than closed when the answer ends here.</summary>
    protected static void Reset(TcpClient client) => client.LingerState = new LingerOption(true, 0);

    private async Task AcceptAsync()
    {
        List<Task> open = [];
        try
        {
            while (true) open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(Ended)));
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
                string head = await ReadHeadAsync(stream);
                if (head.Length > 0) await ServeAsync(client, stream, head);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The client gave up, or the test is over.
            }
        }
    }

    /// <summary>Empty where the client closed instead.</summary>
    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!(head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            if (await stream.ReadAsync(one, Ended) == 0) return "";
            head.Add(one[0]);
        }

        return Encoding.Latin1.GetString([.. head]);
    }
}
