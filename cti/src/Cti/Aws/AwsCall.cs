using System.Net.Sockets;
using Amazon.Runtime;

namespace Cti.Aws;

/// <summary>Runs calls of the SDK so that what can go wrong with them is a value.</summary>
internal static class AwsCall
{
    /// <summary>Runs a call once; a foreseen failure is a value. Cancellation by the caller is not foreseen.</summary>
    public static async Task<(T? Value, Exception? Failure)> TryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return (await call(cancellationToken), null);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (default, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or TimeoutException)
        {
            return (default, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return (default, new TimeoutException("no answer in time", e));
        }
    }
}
