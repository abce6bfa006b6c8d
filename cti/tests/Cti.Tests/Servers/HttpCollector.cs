using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cti.Tests.Servers;

/// <summary>A real HTTP server that takes whatever is sent, and keeps it as it came.</summary>
internal sealed class HttpCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Delivery> _deliveries = [];
    private readonly int _status;
    private readonly TimeSpan _delay;
    private readonly Task _loop;

    public HttpCollector(int status = 200, TimeSpan delay = default)
    {
        (_status, _delay) = (status, delay);
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Endpoint = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _loop = TakeAsync();
    }

    public string Endpoint { get; }

    public IReadOnlyList<Delivery> Deliveries => [.. _deliveries];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            _deliveries.Enqueue(new Delivery(context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"], body.ToArray()));
            await Task.Delay(_delay);
            context.Response.StatusCode = _status;
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client did not wait.
        }
    }

    public sealed record Delivery(string Path, string? Authorization, byte[] Body);
}
