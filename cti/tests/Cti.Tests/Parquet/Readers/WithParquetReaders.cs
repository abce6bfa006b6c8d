namespace Cti.Tests.Parquet.Readers;

/// <summary>The tests that share one <see cref="ParquetReaders"/>.</summary>
[CollectionDefinition(Name)]
public sealed class WithParquetReaders : ICollectionFixture<ParquetReaders>
{
    public const string Name = "Parquet readers";
}
