using Cti.Records;

namespace Cti.Tests.Records;

/// <summary>Which dataset a file is named for.</summary>
public sealed class DatasetCatalogTests
{
    [Theory]
    [InlineData("s3://raw/date=2021-04-01/hour=05/customers.json.gz", "customers")]
    [InlineData("/raw/products/customers.json", "customers")]
    [InlineData("customers-2.json", "customers")]
    [InlineData("customers2.json", "customers")]
    [InlineData("erasure-requests", "erasure-requests")]
    [InlineData("/raw/customers/part-0.json", null)]
    [InlineData("customersonly.json", null)]
    [InlineData("events-1-2021-03-14-10-00-00-0a1b", null)]
    public void NamedFor_File_IsTheDatasetOfItsName(string uri, string? dataset) => Assert.Equal(dataset, DatasetCatalog.NamedFor(uri)?.Name);
}
