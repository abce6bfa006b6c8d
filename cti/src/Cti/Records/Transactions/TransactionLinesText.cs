using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Cti.Records.Forms;

namespace Cti.Records.Transactions;

/// <summary>The list of products of a transaction, from its JSON.</summary>
internal static class TransactionLinesText
{
    // Stands for a value that is no single one; never a number.
    private const string Structure = "[]";

    /// <summary>Reads the list.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="lines">The products in order.</param>
    /// <param name="problem">All that is wrong, and with which product; null where nothing is.</param>
    public static bool TryParse(string json, out List<TransactionLine> lines, [NotNullWhen(false)] out string? problem)
    {
        lines = [];
        problem = null;
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            problem = "it is no list";
            return false;
        }

        List<string> problems = [];
        int number = 0;
        foreach (JsonElement product in document.RootElement.EnumerateArray())
        {
            number++;
            IEnumerable<string> found = product.ValueKind == JsonValueKind.Object ? Add(product, number, lines) : ["it is no object"];
            problems.AddRange(found.Select(text => string.Create(CultureInfo.InvariantCulture, $"product {number}: {text}")));
        }

        problem = problems.Count == 0 ? null : string.Join("; ", problems);
        return problem is null;
    }

    /// <summary>Adds a product, and says all that is wrong with it.</summary>
    private static List<string> Add(JsonElement product, int number, List<TransactionLine> lines)
    {
        Dictionary<string, string?> values = new(StringComparer.Ordinal);
        List<string> problems = [];
        foreach (JsonProperty member in product.EnumerateObject())
        {
            // Producers write quantity in two ways; both at once are the same field twice.
            string name = member.Name is "quanitity" ? "quantity" : member.Name;
            if (name is not ("sku" or "quantity" or "price" or "total"))
                continue;
            bool isSingle = member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
            if (!values.TryAdd(name, isSingle ? TextOf(member.Value) : Structure))
                problems.Add($"{name} is given more than once");
        }

        TransactionLine line = new()
        {
            Number = number,
            Sku = Whole(values, "sku"),
            Quantity = Whole(values, "quantity"),
            Price = Money(values, "price"),
            Total = Money(values, "total"),
        };
        lines.Add(line);
        Note("sku", line.Sku is not null, "a whole number");
        Note("quantity", line.Quantity is not null, "a whole number");
        Note("price", line.Price is not null, MoneyRule.Expected);
        Note("total", line.Total is not null, MoneyRule.Expected);
        return problems;

        void Note(string name, bool isThere, string expected)
        {
            if (!isThere)
                problems.Add(values.GetValueOrDefault(name) switch { null => $"{name} is required", Structure => $"{name} is an object or a list", _ => $"{name} is not {expected}" });
        }
    }

    private static string? TextOf(JsonElement value)
    {
        string? text = value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString()!.Trim(),
            _ => value.GetRawText(),
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static int? Whole(Dictionary<string, string?> values, string name) =>
        int.TryParse(values.GetValueOrDefault(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static decimal? Money(Dictionary<string, string?> values, string name) =>
        values.GetValueOrDefault(name) is { } text && MoneyRule.TryParse(text, out decimal amount) ? amount : null;
}
