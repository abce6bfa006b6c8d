using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Cti.RedshiftSimulator;

/// <summary>The S3 that COPY reads from.</summary>
internal sealed class CopyStore : IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly string _folder;

    public CopyStore(SimulatorS3 s3, string folder)
    {
        AmazonS3Config config = new()
        {
            AuthenticationRegion = s3.Region,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (s3.Endpoint is null)
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(s3.Region);
        else
            (config.ServiceURL, config.ForcePathStyle) = (s3.Endpoint, true);
        _client = new AmazonS3Client(new BasicAWSCredentials(s3.AccessKey, s3.SecretKey), config);
        _folder = folder;
    }

    /// <summary>The whole of a manifest.</summary>
    /// <exception cref="CopyFailedException">It is not there.</exception>
    public async Task<byte[]> ReadAsync(string uri, CancellationToken cancellationToken)
    {
        using GetObjectResponse response = await GetAsync(uri, cancellationToken) ?? throw new CopyFailedException(0, $"Problem reading manifest file - {Missing}");
        using MemoryStream content = new();
        await response.ResponseStream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    /// <summary>Fetches a file of a manifest to the disk; null where it is not there and need not be.</summary>
    /// <exception cref="CopyFailedException">It is not there, or not of this length.</exception>
    public async Task<string?> FetchAsync(CopyManifest.Entry entry, CancellationToken cancellationToken)
    {
        using GetObjectResponse? response = await GetAsync(entry.Url, cancellationToken);
        if (response is null)
            return entry.Mandatory ? throw new CopyFailedException(0, Missing) : null;
        if (response.ContentLength != entry.Length)
            throw new CopyFailedException(15001, $"HTTP response error code: 416 Message: InvalidRange The requested range is not satisfiable, File name: {entry.Url}");

        string path = Path.Combine(_folder, $"cti-copy-{Guid.NewGuid():N}.parquet");
        await using FileStream file = new(path, FileMode.CreateNew);
        await response.ResponseStream.CopyToAsync(file, cancellationToken);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private const string Missing = "S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey";

    private async Task<GetObjectResponse?> GetAsync(string uri, CancellationToken cancellationToken)
    {
        string[] parts = uri["s3://".Length..].Split('/', 2);
        if (parts is not [var bucket, var key] || bucket.Length == 0 || key.Length == 0)
            throw new CopyFailedException(0, $"Invalid S3 path: {uri}");
        try
        {
            return await _client.GetObjectAsync(bucket, key, cancellationToken);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
        catch (AmazonS3Exception e)
        {
            throw new CopyFailedException(0, $"S3ServiceException:{e.Message},Status {(int)e.StatusCode},Error {e.ErrorCode}");
        }
    }
}
