namespace Cti.Tests.Pipelines.Erasure;

/// <summary>Raw objects with two planted persons: 00042, and 00099 who is in the quarantine only. All that is about them begins with <c>planted</c>.</summary>
internal static class PlantedObjects
{
    private const string Before = "date=2021-04-01/hour=05";

    public const string Customers = """
        {"id":"00042","first_name":"PlantedAnn","last_name":"PlantedLast","date_of_birth":"1987-03-04","email":"Planted.Mail@Ann.EXAMPLE","phone_number":"planted-49-171","address":"PlantedStreet 7\nback","city":"PlantedCity","country":"PlantedLand","postcode":"PlantedZip","last_change":"2021-03-01T00:00:00Z","segment":"health"}
        {"id":"00043","first_name":"Otto","last_name":"Other","date_of_birth":"1980-01-01","email":"otto@other.example","phone_number":"1","address":"a","city":"c","country":"d","postcode":"p","last_change":"2021-03-01T00:00:00Z","segment":null}
        {"id":"00042","first_name":"PlantedAnn","last_name":"PlantedEarlier","email":"planted.old@ann.example","last_change":"2020-03-01T00:00:00Z"}
        {"id":"00042","first_name":"PlantedAnn","last_name":"PlantedRejected","email":"planted.rejected@ann.example","segment":"nonsense","nick":"PlantedNick"}
        {"id":"00042","first_name":"PlantedAnn","email":"Planted.Mail@Ann.EXAMPLE" "last_name":"PlantedBroken"}
        {"id":"00099","first_name":"PlantedKept","last_name":"PlantedOut","email":"Planted.Quarantine@Q.example","segment":"nonsense"}
        """;

    public const string Transactions = """
        {"transaction_id":"11111111-1111-4111-8111-111111111111","transaction_time":"2021-04-01T05:10:00Z","customer_id":"00042","delivery_address":{"address":"PlantedDelivery 9","postcode":"PlantedDZip","city":"PlantedDCity","country":"PlantedDLand"},"purchases":{"products":[{"sku":1,"quanitity":2,"price":"10.00","total":"20.00"}],"total_cost":"20.00"}}
        {"transaction_id":"11111111-1111-4111-8111-111111111112","transaction_time":"2021-04-01T05:11:00Z","customer_id":"00043","delivery_address":{"address":"Otto's way","postcode":"1","city":"c","country":"d"},"purchases":{"products":[{"sku":1,"quantity":1,"price":"10.00","total":"10.00"}],"total_cost":"10.00"}}
        {"transaction_id":"11111111-1111-4111-8111-111111111113","transaction_time":"2021-04-01T05:12:00Z","customer_id":"00042","delivery_address":{"address":"PlantedTotal 9","postcode":"PlantedDZip","city":"c","country":"d"},"purchases":{"products":[{"sku":1,"quantity":2,"price":"10.00","total":"21.00"}],"total_cost":"21.00"}}
        """;

    public const string Events = """
        id,timestamp,email,country,ip,uri,action,tags
        d24173d9-b062-49a7-a856-74c89dcab4a4,2021-03-31,planted.mail@ann.example,Palau,192.66.235.59,index,visit,"['Mr', 'eat']"
        d24173d9-b062-49a7-a856-74c89dcab4a5,2021-03-30,otto@other.example,Palau,192.66.235.60,index,visit,"['Mr']"
        d24173d9-b062-49a7-a856-74c89dcab4a6,2021-03-30,planted.OLD@ann.example,Palau,192.66.235.59,index,visit,"['Mr']"
        d24173d9-b062-49a7-a856-74c89dcab4a7,2021-03-30,planted.OLD@ann.example,Palau,planted-no-ip,index,visit,"['Mr']"
        ragged,planted.mail@ann.example,192.66.235.59
        """;

    public const string WebEvents = """
        {"type":"identify","userId":"u1","messageId":"m1","traits":{"username":"planteduser","email":"PLANTED.MAIL@ann.example","about_me":"PlantedAbout a}{b","nick":"PlantedTrait"},"context":{"ip":"planted 10.9.8.7"},"timestamp":"2021-04-01T05:00:00Z"}{"type":"identify","userId":"u2","messageId":"m2","traits":{"username":"otto","email":"otto@other.example","about_me":"x"},"timestamp":"2021-04-01T05:00:00Z"}
        """;

    public const string Products = """{"sku":1,"name":"p","price":"10.00","category":"c","popularity":0.5}""";

    public const string Requests = """{"email":"planted.mail@ann.example"}{"customer-id":"00099","email":"planted.quarantine@q.example"}{"customer-id":"00099","email":"planted.no@address@"}""";

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<(string Name, string Content)> All { get; } =
    [
        ($"{Before}/customers.json.gz", Customers),
        ($"{Before}/products.json", Products),
        ($"{Before}/transactions.json", Transactions),
        ($"{Before}/erasure-requests.json.gz", Requests),
        ("events/events.csv", Events),
        ("web-data/2021/04/01/05/stream-1-2021-04-01-05-00-00-a", WebEvents),
    ];
}
