using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cti.Generator.Hourly;

/// <summary>Records of the hourly datasets as JSON: the same numbers give the same text.</summary>
internal static class HourlyRecords
{
    /// <summary>How many ways there are to break a record.</summary>
    public const int BadKinds = 4;

    /// <summary>Whether a customer or product broken in that way still tells its key.</summary>
    public static bool KeepsItsKey(int kind) => kind < 2;

    /// <summary>Whether a customer broken in that way still shows anything of the person.</summary>
    public static bool ShowsPerson(int kind) => kind < 3;

    /// <summary>Whether a customer broken in that way still tells id and address.</summary>
    public static bool TellsIdAndEmail(int kind) => kind == NamelessKind;

    /// <summary>The way to break a customer that leaves id and address: it has no first name.</summary>
    public const int NamelessKind = 1;

    private static readonly string[] Countries = ["Netherlands", "Deutschland", "Österreich", "日本", "Côte d'Ivoire"];
    private static readonly string?[] Segments = ["health", "sports", "beauty", null];

    /// <summary>A version of a customer; every other id begins with zeros.</summary>
    public static string Customer(int id, int version, int hour) => Line($$"""
        {"id":"{{IdOf(id)}}","first_name":"First {{id}}","last_name":"O'Läst \u0022{{version}}\u0022","date_of_birth":"19{{60 + (id % 40)}}-0{{1 + (id % 9)}}-1{{id % 10}}",
        "email":"{{EmailOf(id)}}","phone_number":"{{PhoneOf(id)}}","address":"Street }{ {{id}}\nFloor {{hour % 9}}","city":"City {{id % 77}}","country":"{{Countries[id % 5]}}",
        "postcode":"{{1000 + (id % 9000)}} AB","last_change":"{{Moment(version)}}","segment":{{(Segments[id % 4] is { } segment ? $"\"{segment}\"" : "null")}}}
        """);

    /// <summary>A version of a product; the price comes as text.</summary>
    public static string Product(int sku, int version, int hour) => Line($$"""
        {"sku":{{sku}},"name":"Product {{sku}} v{{version}}","price":"{{Money(PriceOf(sku))}}","category":"Category {{sku % 12}}","popularity":{{(0.25 + (sku % 8)).ToString(CultureInfo.InvariantCulture)}}}
        """);

    /// <summary>A transaction.</summary>
    /// <param name="number">Makes its id.</param>
    /// <param name="customer">Who buys.</param>
    /// <param name="skus">What, at its price of the catalogue.</param>
    /// <param name="hour">When.</param>
    /// <param name="other">Other content under the same id.</param>
    /// <param name="cents">What all of it costs.</param>
    public static string Transaction(int number, int customer, int[] skus, int hour, bool other, out long cents)
    {
        StringBuilder products = new();
        cents = 0;
        for (int i = 0; i < skus.Length; i++)
        {
            int quantity = 1 + ((number + i) % 3) + (other ? 1 : 0);
            long total = PriceOf(skus[i]) * quantity;
            cents += total;
            string name = (number + i) % 5 == 0 ? "quantity" : "quanitity";
            products.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}{{\"sku\":{skus[i]},\"{name}\":{quantity},\"price\":\"{Money(PriceOf(skus[i]))}\",\"total\":{Money(total)}}}");
        }

        return Line($$$"""
            {"transaction_id":"{{{TransactionId(number)}}}","transaction_time":"{{{Moment(hour, number % 3600)}}}","customer_id":"{{{IdOf(customer)}}}",
            "delivery_address":{"address":"Street }{ {{{customer}}}\n2nd","postcode":"{{{1000 + (customer % 9000)}}} AB","city":"City {{{customer % 77}}}","country":"{{{Countries[customer % 5]}}}"},
            "purchases":{"products":[{{{products}}}],"total_cost":{{{Money(cents)}}}}}
            """);
    }

    /// <summary>A record that breaks exactly one rule. What takes the place of an id or an address is the record's own too: whatever two customers share makes them one person.</summary>
    public static string Bad(string dataset, int id, int kind, out string reason)
    {
        (string json, reason) = (dataset, kind) switch
        {
            ("customers", 0) => (Customer(id, 0, 0).Replace(EmailOf(id), $"nobody.{id}", StringComparison.Ordinal), "email:invalid_email"),
            ("customers", 1) => (Customer(id, 0, 0).Replace($"First {id}", " ", StringComparison.Ordinal), "first_name:required"),
            ("customers", 2) => (Customer(id, 0, 0).Replace($"\"id\":\"{IdOf(id)}\"", $"\"id\":\"{id}x\"", StringComparison.Ordinal), "id:invalid_id"),
            ("products", 0) => (Product(id, 0, 0).Replace($"\"{Money(PriceOf(id))}\"", "\"46.001\"", StringComparison.Ordinal), "price:invalid_money"),
            ("products", 1) => (Product(id, 0, 0).Replace("\"popularity\":", "\"popularity\":-", StringComparison.Ordinal), "popularity:not_positive"),
            ("products", 2) => (Product(id, 0, 0).Replace($"\"sku\":{id},", "", StringComparison.Ordinal), "sku:required"),
            ("transactions", 0) => (Transaction(1_000_000_000 + id, 0, [1], 0, false, out _).Replace("\"total_cost\":", "\"total_cost\":1", StringComparison.Ordinal), "purchases.total_cost:wrong_total_cost"),
            ("transactions", 1) => (Transaction(1_000_000_000 + id, 0, [1], 0, false, out _).Replace("\"customer_id\":\"", "\"customer_id\":\"x", StringComparison.Ordinal), "customer_id:invalid_id"),
            ("transactions", 2) => (Transaction(1_000_000_000 + id, 0, [1], 0, false, out _).Replace("\"transaction_id\":\"", "\"transaction_id\":\"{", StringComparison.Ordinal), "transaction_id:invalid_uuid"),
            _ => ("{\"id\":\"0\",\"address\":\"cut }{ of", "invalid_json"),
        };
        return json;
    }

    /// <summary>How many ways there are to ask for an erasure.</summary>
    public const int RequestKinds = 3;

    /// <summary>Whether a request of that kind names the id.</summary>
    public static bool AsksById(int kind) => kind != 1;

    /// <summary>A request by id, by e-mail in other case, or by both.</summary>
    public static string ErasureRequest(int id, int kind) => kind switch
    {
        0 => $"{{\"customer-id\":\"{IdOf(id)}\"}}",
        1 => $"{{\"customer-id\":\"\",\"email\":\"{EmailOf(id).ToUpperInvariant()}\"}}",
        _ => $"{{\"customer-id\":\"{IdOf(id)}\",\"email\":\"{EmailOf(id)}\"}}",
    };

    /// <summary>A customer's phone number, which nobody else has.</summary>
    public static string PhoneOf(int id) => $"+31 6 {id:D8}";

    private static string IdOf(int id) => id % 2 == 0 ? id.ToString("D8", CultureInfo.InvariantCulture) : (id + 1_000_000).ToString(CultureInfo.InvariantCulture);

    private static string EmailOf(int id) => $"Customer.{id}@mail{id % 9}.example.org";

    private static long PriceOf(int sku) => 199 + (sku * 37L % 9973);

    private static string Money(long cents) => string.Create(CultureInfo.InvariantCulture, $"{cents / 100}.{cents % 100:D2}");

    private static string Moment(int hour, int second = 0) => HourFiles.TimeOf(hour).AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string TransactionId(int number) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"transaction {number}"))[..16]).ToString("D");

    // The templates above stand on several lines; a record stands on one, and must be what it is meant to be.
    private static string Line(string json)
    {
        string line = json.Replace("\n", "", StringComparison.Ordinal);
        using JsonDocument _ = JsonDocument.Parse(line);
        return line;
    }
}
