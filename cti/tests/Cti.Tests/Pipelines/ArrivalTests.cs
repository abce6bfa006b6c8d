using Cti.ObjectStores;
using Cti.Pipelines.Extraction;

namespace Cti.Tests.Pipelines;

public class ArrivalTests
{
    [Theory]
    [InlineData("/raw/date=2020-01-02/hour=03/customers.json.gz", "2020-01-02T03:00:00")]
    [InlineData("s3://b/date=2020-01-02/hour=3/x/customers.json", "2020-01-02T03:00:00")]
    [InlineData("/raw/date=2020-01-02/customers.json", "2020-01-02T00:00:00")]
    [InlineData("s3://b/web-data/raw/2021/03/14/09/s-1-2021-03-14-09-00-00-x", "2021-03-14T09:00:00")]
    [InlineData("/2019/01/01/01/2021/03/14/09/x", "2021-03-14T09:00:00")]
    [InlineData("/raw/2021/13/14/09/x", "2022-02-02T02:02:02")]
    [InlineData("/raw/date=2020-01-02", "2022-02-02T02:02:02")]
    public void Of_PartitionElseTime(string uri, string expected)
    {
        long micros = Arrival.Of(new ObjectInfo(uri, 1, "e", new DateTimeOffset(2022, 2, 2, 2, 2, 2, TimeSpan.Zero)));

        Assert.Equal(expected, DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("s", null));
    }
}
