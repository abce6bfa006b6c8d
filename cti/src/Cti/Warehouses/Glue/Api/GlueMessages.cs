using System.Text.Json.Nodes;

namespace Cti.Warehouses.Glue.Api;

/// <summary>Names a database.</summary>
internal sealed record DatabaseRequest(string Name);

/// <summary>Asks for a database to be made.</summary>
internal sealed record CreateDatabaseRequest(DatabaseInput DatabaseInput);

/// <summary>A database that is to be made.</summary>
internal sealed record DatabaseInput(string Name, string Description);

/// <summary>Names a table.</summary>
internal sealed record TableRequest(string DatabaseName, string Name);

/// <summary>Asks for a table or view to be made, or to be as given from now on.</summary>
internal sealed record PutTableRequest(string DatabaseName, JsonObject TableInput);

/// <summary>A table that was asked for.</summary>
internal sealed record TableAnswer(GlueTable Table);

/// <summary>A table or view as the catalogue has it.</summary>
internal sealed record GlueTable
{
    public required string Name { get; init; }

    public string? TableType { get; init; }

    public IReadOnlyList<GlueColumn>? PartitionKeys { get; init; }

    /// <summary>Columns, location and formats; handed on to partitions as it is.</summary>
    public JsonObject? StorageDescriptor { get; init; }

    public string? ViewOriginalText { get; init; }
}

/// <summary>A column as the catalogue has it; the type in Hive's words.</summary>
internal sealed record GlueColumn(string Name, string? Type);

/// <summary>Names a partition.</summary>
internal sealed record PartitionRequest(string DatabaseName, string TableName, IReadOnlyList<string> PartitionValues);

/// <summary>A partition that was asked for.</summary>
internal sealed record PartitionAnswer(GluePartition Partition);

/// <summary>Asks for a page of a table's partitions.</summary>
internal sealed record PartitionsRequest(string DatabaseName, string TableName, bool ExcludeColumnSchema, int MaxResults, string? NextToken);

/// <summary>A page of partitions.</summary>
internal sealed record PartitionsAnswer(IReadOnlyList<GluePartition>? Partitions, string? NextToken);

/// <summary>A partition, as it is sent and as it comes.</summary>
internal sealed record GluePartition
{
    public required IReadOnlyList<string> Values { get; init; }

    public JsonObject? StorageDescriptor { get; init; }

    public Dictionary<string, string>? Parameters { get; init; }
}

/// <summary>Asks for partitions to be made, at most a hundred; each by itself.</summary>
internal sealed record CreatePartitionsRequest(string DatabaseName, string TableName, IReadOnlyList<GluePartition> PartitionInputList);

/// <summary>Asks for partitions to be dropped, at most 25; their files stay.</summary>
internal sealed record DeletePartitionsRequest(string DatabaseName, string TableName, IReadOnlyList<PartitionName> PartitionsToDelete);

/// <summary>A partition's values.</summary>
internal sealed record PartitionName(IReadOnlyList<string> Values);

/// <summary>Which partitions of a batch failed.</summary>
internal sealed record PartitionErrors(IReadOnlyList<PartitionError>? Errors);

/// <summary>Why a partition failed.</summary>
internal sealed record PartitionError(IReadOnlyList<string>? PartitionValues, ErrorDetail? ErrorDetail);

/// <summary>What the service says of a failure.</summary>
internal sealed record ErrorDetail(string? ErrorCode, string? ErrorMessage);
