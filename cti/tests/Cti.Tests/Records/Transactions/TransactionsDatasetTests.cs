using Cti.Records;
using Cti.Records.Transactions;

namespace Cti.Tests.Records.Transactions;

/// <summary>All that is wrong with a transaction is said at once, with the product it is wrong with.</summary>
public sealed class TransactionsDatasetTests
{
    [Theory]
    [InlineData("""[{"sku":1,"quantity":2,"price":"1.005"},{"sku":1,"quantity":1,"price":"1","total":"1"},{"quantity":[1],"price":1,"total":1},5]""",
        "product 1: price is not an amount of money: digits with at most two decimals; product 1: total is required; product 3: sku is required; product 3: quantity is an object or a list; product 4: it is no object")]
    [InlineData("""[{"sku":1,"quantity":1,"quanitity":1,"price":"1","total":"1"}]""", "product 1: quantity is given more than once")]
    public void Judge_ProductsThatCannotBeRead_NamesAll(string products, string problems)
    {
        RecordFailure failure = Assert.Single(Failures(products, "1"));

        Assert.Equal(("purchases.products", "invalid_products", $"Field purchases.products: {problems}"), (failure.Field, failure.Code, failure.Message));
    }

    [Fact]
    public void Judge_ProductsThatAreWrongInSeveralWays_SaysEachReason()
    {
        IReadOnlyList<RecordFailure> failures = Failures(
            """[{"sku":1,"quantity":0,"price":"1","total":"0"},{"sku":1,"quantity":1,"price":"1","total":"2"},{"sku":1,"quantity":2,"price":"-1","total":"-1"}]""", "5");

        Assert.Equal(
            [
                ("not_positive", "Each quantity and each price must be above zero: not so in product 1, product 3"),
                ("wrong_total", "Total is not price × quantity in product 2, product 3"),
                ("wrong_total_cost", "Field total_cost is not the sum of the totals"),
            ],
            failures.Select(f => (f.Code, f.Message)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(null)]
    public void Judge_NoProducts_AreRequiredOnce(string? products) =>
        Assert.Equal(["required"], Failures(products, products is null ? "1" : "0").Select(f => f.Code));

    private static IReadOnlyList<RecordFailure> Failures(string? products, string cost) => new TransactionsDataset()
        .Judge(["11111111-1111-4111-8111-111111111111", "2021-04-01T05:10:00Z", "1", null, null, null, null, products, cost]).Failures;
}
