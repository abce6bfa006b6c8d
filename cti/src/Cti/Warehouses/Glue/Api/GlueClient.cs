using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Cti.Aws;
using Cti.Failures;

namespace Cti.Warehouses.Glue.Api;

/// <summary>The operations of AWS Glue's catalogue that a load needs.</summary>
/// <remarks>Each call is tried again after failures that may pass. Failures: <see cref="CtiException"/>, Transient after the last retry,
/// Usage where the service refuses. What is not there is null, and what is there already is no failure.</remarks>
internal sealed class GlueClient : IDisposable
{
    private const int MostListed = 1000;
    private const string NotFound = "EntityNotFoundException";
    private const string AlreadyExists = "AlreadyExistsException";
    private readonly AwsJsonClient _client;

    /// <summary>Makes it; nothing is sent yet.</summary>
    /// <param name="access">Keys and region of the settings.</param>
    /// <param name="connection">Where the service is.</param>
    /// <param name="options">Patience and clock.</param>
    public GlueClient(AwsAccess access, AwsConnection connection, AwsClientOptions options) => _client = new AwsJsonClient(Service, access, connection, options);

    /// <summary>The service.</summary>
    public static AwsJsonService Service { get; } = new() { ServiceId = "Glue", SigningName = "glue", Version = "2017-03-31", TargetPrefix = "AWSGlue" };

    /// <summary>Most partitions that one call may make.</summary>
    public static int MostCreated => 100;

    /// <summary>Most partitions that one call may drop.</summary>
    public static int MostDropped => 25;

    /// <summary>Whether there is a database of that name.</summary>
    public async Task<bool> HasDatabaseAsync(string name, CancellationToken cancellationToken) =>
        await UnlessAsync(NotFound, SendAsync("GetDatabase", new DatabaseRequest(name), GlueJson.Default.DatabaseRequest, GlueJson.Default.JsonObject, cancellationToken)).ConfigureAwait(false) is not null;

    /// <summary>Makes a database, unless another call just did.</summary>
    public Task CreateDatabaseAsync(string name, CancellationToken cancellationToken) => UnlessAsync(AlreadyExists, SendAsync(
        "CreateDatabase", new CreateDatabaseRequest(new DatabaseInput(name, "Made by cti")), GlueJson.Default.CreateDatabaseRequest, GlueJson.Default.JsonObject, cancellationToken));

    /// <summary>A table or view; null where it, or its database, is not there.</summary>
    public async Task<GlueTable?> FindTableAsync(string database, string name, CancellationToken cancellationToken) =>
        (await UnlessAsync(NotFound, SendAsync("GetTable", new TableRequest(database, name), GlueJson.Default.TableRequest, GlueJson.Default.TableAnswer, cancellationToken)).ConfigureAwait(false))?.Table;

    /// <summary>Makes a table or view, unless another call just did.</summary>
    public Task CreateTableAsync(string database, JsonObject table, CancellationToken cancellationToken) => UnlessAsync(
        AlreadyExists, SendAsync("CreateTable", new PutTableRequest(database, table), GlueJson.Default.PutTableRequest, GlueJson.Default.JsonObject, cancellationToken));

    /// <summary>Gives a table or view another definition.</summary>
    public Task UpdateTableAsync(string database, JsonObject table, CancellationToken cancellationToken) =>
        SendAsync("UpdateTable", new PutTableRequest(database, table), GlueJson.Default.PutTableRequest, GlueJson.Default.JsonObject, cancellationToken);

    /// <summary>The partition of a run; null where there is none.</summary>
    public async Task<GluePartition?> FindPartitionAsync(string database, string table, string run, CancellationToken cancellationToken) => (await UnlessAsync(
        NotFound, SendAsync("GetPartition", new PartitionRequest(database, table, [run]), GlueJson.Default.PartitionRequest, GlueJson.Default.PartitionAnswer, cancellationToken)).ConfigureAwait(false))?.Partition;

    /// <summary>All partitions of a table, page by page, without their columns.</summary>
    public async Task<IReadOnlyList<GluePartition>> PartitionsAsync(string database, string table, CancellationToken cancellationToken)
    {
        List<GluePartition> found = [];
        string? next = null;
        do
        {
            PartitionsRequest request = new(database, table, ExcludeColumnSchema: true, MostListed, next);
            PartitionsAnswer page = await SendAsync("GetPartitions", request, GlueJson.Default.PartitionsRequest, GlueJson.Default.PartitionsAnswer, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Partitions ?? []);
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));
        return found;
    }

    /// <summary>Makes partitions, at most <see cref="MostCreated"/>.</summary>
    /// <returns>Those that failed.</returns>
    public async Task<IReadOnlyList<PartitionError>> CreatePartitionsAsync(string database, string table, IReadOnlyList<GluePartition> partitions, CancellationToken cancellationToken) => (await SendAsync(
        "BatchCreatePartition", new CreatePartitionsRequest(database, table, partitions), GlueJson.Default.CreatePartitionsRequest, GlueJson.Default.PartitionErrors, cancellationToken).ConfigureAwait(false)).Errors ?? [];

    /// <summary>Drops partitions, at most <see cref="MostDropped"/>; their files stay.</summary>
    /// <returns>Those that failed.</returns>
    public async Task<IReadOnlyList<PartitionError>> DeletePartitionsAsync(string database, string table, IEnumerable<IReadOnlyList<string>> values, CancellationToken cancellationToken) => (await SendAsync(
        "BatchDeletePartition",
        new DeletePartitionsRequest(database, table, [.. values.Select(v => new PartitionName(v))]),
        GlueJson.Default.DeletePartitionsRequest,
        GlueJson.Default.PartitionErrors,
        cancellationToken).ConfigureAwait(false)).Errors ?? [];

    /// <summary>Whether that partition was there already, by another call or by this one, whose first answer was lost.</summary>
    public static bool IsAlreadyThere(PartitionError error) => error.ErrorDetail?.ErrorCode == AlreadyExists;

    /// <summary>Whether that partition was not there.</summary>
    public static bool IsGone(PartitionError error) => error.ErrorDetail?.ErrorCode == NotFound;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task<T?> UnlessAsync<T>(string code, Task<T> call)
        where T : class
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (CtiException e) when ((e.InnerException as AmazonServiceException)?.ErrorCode == code)
        {
            return null;
        }
    }

    private Task<TAnswer> SendAsync<TRequest, TAnswer>(
        string operation, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        _client.SendAsync("load", operation, request, requestType, answerType, cancellationToken);
}
