using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Cti.Records.Forms;

namespace Cti.Records.Transactions;

/// <summary>The list of products of a transaction, from its JSON.</summary>
internal static class TransactionLinesText
{
    /// <summary>Reads the list.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="lines">The products in order.</param>
    /// <param name="problem">What is wrong, and with which product; null where nothing is.</param>
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

        foreach (JsonElement product in document.RootElement.EnumerateArray())
        {
            int number = lines.Count + 1;
            problem = product.ValueKind == JsonValueKind.Object ? TryAdd(product, number, lines) : "it is no object";
            if (problem is null)
                continue;
            problem = string.Create(CultureInfo.InvariantCulture, $"product {number}: {problem}");
            return false;
        }

        return true;
    }

    private static string? TryAdd(JsonElement product, int number, List<TransactionLine> lines)
    {
        Dictionary<string, string?> values = new(StringComparer.Ordinal);
        foreach (JsonProperty member in product.EnumerateObject())
        {
            // Producers write quantity in two ways; both at once are the same field twice.
            string name = member.Name is "quanitity" ? "quantity" : member.Name;
            if (name is not ("sku" or "quantity" or "price" or "total"))
                continue;
            if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                return $"{name} is an object or a list";
            if (!values.TryAdd(name, TextOf(member.Value)))
                return $"{name} is given more than once";
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
        return Missing(line, values);
    }

    private static string? Missing(TransactionLine line, Dictionary<string, string?> values)
    {
        foreach ((string name, bool isThere) in new[] { ("sku", line.Sku is not null), ("quantity", line.Quantity is not null), ("price", line.Price is not null), ("total", line.Total is not null) })
        {
            if (!isThere)
                return values.GetValueOrDefault(name) is null ? $"{name} is required" : $"{name} is not {(name is "sku" or "quantity" ? "a whole number" : MoneyRule.Expected)}";
        }

        return null;
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
