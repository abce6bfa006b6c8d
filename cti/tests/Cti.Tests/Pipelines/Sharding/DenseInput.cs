using System.Globalization;
using System.Text;

namespace Cti.Tests.Pipelines.Sharding;

/// <summary>Input objects in which few keys come with few contents, again and again: nearly every row has an equal or a rival in another object.</summary>
internal static class DenseInput
{
    private const int Objects = 9;
    private const int Records = 24;
    private const int Keys = 40;

    /// <summary>Writes the objects of a dataset, and gives their folder.</summary>
    public static string Write(string dataset, string folder, int seed)
    {
        Random random = new(seed);
        for (int number = 0; number < Objects; number++)
        {
            string path = Path.Combine(folder, NameOf(dataset, number, random));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            StringBuilder text = new(HeaderOf(dataset));

            // One object without a record, one of twice the size: shards are not all alike.
            for (int record = 0; record < Records * (number == 4 ? 0 : number == 6 ? 2 : 1); record++)
                text.Append(RecordOf(dataset, random));
            File.WriteAllText(path, text.ToString());
        }

        return folder;
    }

    private static string NameOf(string dataset, int number, Random random) => dataset switch
    {
        "customers" or "products" or "transactions" or "erasure-requests" => string.Create(CultureInfo.InvariantCulture, $"date=2020-01-0{1 + (number / 4)}/hour={number % 4:D2}/{dataset}-{random.Next(2)}.json"),
        "web-events" => string.Create(CultureInfo.InvariantCulture, $"2021/03/14/{number:D2}/events-{number}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{dataset}-{number}.csv"),
    };

    private static string HeaderOf(string dataset) => dataset switch
    {
        "events" => "id,timestamp,email,country,ip,uri,action,tags\n",
        "key-data" => "Key,Data\n",
        "interactions" => "interaction_id,user_id,product_id,action,timestamp\n",
        _ => string.Empty,
    };

    private static string RecordOf(string dataset, Random random)
    {
        int key = random.Next(Keys);
        int content = random.Next(3);
        bool isBad = random.Next(20) == 0;
        return dataset switch
        {
            "events" => $"{Uuid(key)},2021-04-0{1 + content} 10:00:00,{(isBad ? "nobody" : $"User{content}@mail.example.com")},Palau,10.0.0.{content},index{content},visit,\"['a', 'b{content}']\"\n",
            "key-data" => $"{(isBad ? " " : $"K{key}")},D{content}\n",
            "interactions" => $"{(isBad ? "-1" : (key + 1).ToString(CultureInfo.InvariantCulture))},1,P{key % 3},{(content == 0 ? string.Empty : $"act{content}")},2024-01-0{1 + random.Next(3)}\n",
            "customers" => $"{{\"id\":\"{key:D8}\",\"first_name\":\"Ann{content}\",\"last_name\":\"X\",\"email\":\"{(isBad ? "x" : "a@b.cd")}\",\"last_change\":\"2020-01-0{1 + random.Next(2)}T00:00:00Z\",\"address\":\"Street {random.Next(2)}\\nFloor\"}}\n",
            "products" => $"{{\"sku\":{key},\"name\":\"Soap{content}\",\"price\":\"{(isBad ? "46.001" : "46.00")}\",\"category\":\"bath\",\"popularity\":0.5}}\n",
            "transactions" => Transaction(key, content, isBad),
            "erasure-requests" => $"{{\"customer-id\":\"{key:D8}\",\"email\":{(isBad ? "\"x\"" : content == 0 ? "null" : $"\"a{content}@b.cd\"")}}}\n",
            _ => WebEvent(key, content, random.Next(4)),
        };
    }

    private static string Uuid(int key) => string.Create(CultureInfo.InvariantCulture, $"{key % 7:D8}-0000-4000-8000-{key:D12}");

    private static string Transaction(int key, int content, bool isBad)
    {
        string lines = string.Join(',', Enumerable.Range(1, 1 + content).Select(sku => $"{{\"sku\":{sku},\"quantity\":1,\"price\":\"7.00\",\"total\":\"7.00\"}}"));
        int total = 7 * (1 + content);
        return $"{{\"transaction_id\":\"{Uuid(key)}\",\"transaction_time\":\"2020-01-01T00:10:00Z\",\"customer_id\":\"{key:D8}\",\"delivery_address\":{{\"city\":\"Delft\"}},"
            + $"\"purchases\":{{\"products\":[{lines}],\"total_cost\":\"{(isBad ? 1 : total)}.00\"}}}}\n";
    }

    /// <summary>Without a separator: all records of an object are on its first line.</summary>
    private static string WebEvent(int key, int content, int type) => type switch
    {
        0 => $"{{\"type\":\"identify\",\"userId\":\"u{content}\",\"messageId\":\"m{key}\",\"traits\":{{\"username\":\"n{content}\"}},\"timestamp\":\"2021-03-14T09:00:00Z\"}}",
        1 => $"{{\"type\":\"track\",\"event\":\"Post Created\",\"userId\":\"u1\",\"messageId\":\"m{key}\",\"properties\":{{\"id\":{content},\"body\":\"a}}{{b\",\"author\":\"u1\"}},\"timestamp\":\"2021-03-14T09:00:00Z\"}}",
        2 => $"{{\"type\":\"track\",\"event\":\"Follow User\",\"userId\":\"u{content}\",\"messageId\":\"m{key}\",\"properties\":{{\"user_id\":\"u9\"}},\"timestamp\":\"2021-03-14T09:00:00Z\"}}",
        _ => $"{{\"type\":\"page\",\"userId\":\"u{content}\",\"messageId\":\"m{key}\",\"timestamp\":\"2021-03-14T09:00:00Z\"}}",
    };
}
