using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Cti.Tests.Servers;

/// <summary>An HTTP server that gives one answer after the other, in whatever broken form, and keeps what it was asked.</summary>
public sealed class ScriptedServer : LoopbackServer
{
    private readonly ConcurrentQueue<Answer> _answers;
    private readonly ConcurrentQueue<Request> _requests = [];

    /// <summary>Starts it.</summary>
    /// <param name="answers">In order; the last one is given for ever.</param>
    public ScriptedServer(params Answer[] answers) => _answers = new ConcurrentQueue<Answer>(answers);

    public IReadOnlyList<Request> Requests => [.. _requests];

    protected override async Task ServeAsync(TcpClient client, NetworkStream stream, string head)
    {
        _requests.Enqueue(new Request(LinesOf(head)[0], HeadersOf(head), Encoding.UTF8.GetString(await ReadBodyAsync(stream, head))));
        Answer answer = _answers.Count > 1 && _answers.TryDequeue(out Answer? next) ? next : _answers.First();
        if (answer.Silent) await Task.Delay(Timeout.Infinite, Ended);
        if (answer.Resets)
        {
            Reset(client);
            return;
        }

        byte[] body = Encoding.UTF8.GetBytes(answer.Body);
        string start = $"HTTP/1.1 {answer.Status} X\r\nContent-Type: {answer.ContentType}\r\nContent-Length: {body.Length + answer.MissingBytes}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(start), Ended);
        await stream.WriteAsync(body, Ended);
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
