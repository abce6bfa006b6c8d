using System.Globalization;

namespace Cti.Tests.Pipelines.References;

/// <summary>Records of the shop, as short as they may be.</summary>
internal static class ShopInput
{
    /// <summary>A customer; without an e-mail it is rejected.</summary>
    public static string Customer(string id, string? email = "a@b.de") => $"{{\"id\":\"{id}\",\"first_name\":\"F\",\"last_name\":\"L\",\"email\":\"{email}\"}}";

    /// <summary>A product; without a price it is rejected.</summary>
    public static string Product(int sku, string price = "1.50") => $"{{\"sku\":{sku},\"name\":\"N\",\"price\":\"{price}\",\"category\":\"C\",\"popularity\":1}}";

    /// <summary>A transaction.</summary>
    /// <param name="number">Makes its id.</param>
    /// <param name="customer">Who bought.</param>
    /// <param name="skus">What, one of each, at 1.50.</param>
    public static string Transaction(int number, string customer, params int[] skus)
    {
        string products = string.Join(',', skus.Select(sku => $"{{\"sku\":{sku},\"quanitity\":1,\"price\":\"1.50\",\"total\":1.5}}"));
        string cost = (1.5m * skus.Length).ToString(CultureInfo.InvariantCulture);
        return $"{{\"transaction_id\":\"{IdOf(number)}\",\"transaction_time\":\"2020-01-01T00:00:00Z\",\"customer_id\":\"{customer}\",\"purchases\":{{\"products\":[{products}],\"total_cost\":{cost}}}}}";
    }

    /// <summary>The id of a transaction.</summary>
    public static string IdOf(int number) => $"d24173d9-b062-49a7-a856-{number:x12}";
}
