using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Cti.Tests.Servers;

namespace Cti.Tests.Aws;

/// <summary>Signs a request as botocore does, in Python: an implementation that shares nothing with the SDK for .NET.</summary>
internal static class BotocoreSignature
{
    private const string Script = """
        import sys, json
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials
        r = json.load(sys.stdin)
        auth = SigV4Auth(Credentials(r['access'], r['secret'], r['token']), r['service'], r['region'])
        request = AWSRequest(method='POST', url=r['url'], data=r['body'].encode('utf-8'), headers=r['headers'])
        request.context['timestamp'] = r['headers']['x-amz-date']
        text = auth.string_to_sign(request, auth.canonical_request(request))
        print(auth.signature(text, request))
        """;

    /// <summary>The signature in hexadecimal.</summary>
    /// <param name="request">The request as it came; of its headers those count that it says are signed.</param>
    /// <param name="endpoint">Where it was sent.</param>
    /// <param name="service">The signing name.</param>
    /// <param name="region">The region.</param>
    /// <param name="keys">Access key, secret, session token or null.</param>
    public static async Task<string> OfAsync(ScriptedServer.Request request, string endpoint, string service, string region, (string Access, string Secret, string? Token) keys)
    {
        string[] signed = Between(request.Headers["authorization"], "SignedHeaders=", ",").Split(';');
        string input = JsonSerializer.Serialize(new
        {
            access = keys.Access,
            secret = keys.Secret,
            token = keys.Token,
            service,
            region,
            url = endpoint + "/",
            body = request.Body,
            headers = signed.ToDictionary(h => h, h => request.Headers[h]),
        });
        string own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "cti-tests", "moto", "bin", "python");
        List<string> tried = [];
        foreach (string python in (string[])["python3", own])
        {
            (bool ok, string output) = await RunAsync(python, input);
            if (ok) return output.Trim();
            tried.Add($"{python}: {output}");
        }

        throw new InvalidOperationException("This test needs botocore: run pip install botocore (moto brings it). Tried: " + string.Join(" | ", tried));
    }

    public static string Between(string text, string before, string after)
    {
        int start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        int end = text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    private static async Task<(bool Ok, string Output)> RunAsync(string python, string input)
    {
        ProcessStartInfo start = new(python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        try
        {
            using Process process = Process.Start(start)!;
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode == 0, process.ExitCode == 0 ? output : await errors);
        }
        catch (Win32Exception e)
        {
            return (false, e.Message);
        }
    }
}
