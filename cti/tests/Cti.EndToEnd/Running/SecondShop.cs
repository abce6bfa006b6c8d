using System.Diagnostics;
using System.Text.Json;
using Cti.Tests;

namespace Cti.EndToEnd.Running;

/// <summary>What the second implementation says of the shop's raw files (<c>cti/tests/second/shop.py</c>).</summary>
internal sealed class SecondShop
{
    private readonly JsonElement _answer;

    private SecondShop(JsonElement answer) => _answer = answer;

    /// <summary>Asks it.</summary>
    /// <param name="raw">The folder of hours.</param>
    /// <param name="pepper">Key of what takes the place of values.</param>
    /// <param name="isArchived">Whether every raw object will be in the archive when persons are erased.</param>
    public static async Task<SecondShop> AskAsync(string raw, string pepper, bool isArchived)
    {
        ProcessStartInfo start = new("python3", [Repository.Path("cti", "tests", "second", "shop.py"), raw, pepper, .. isArchived ? ["archived"] : Array.Empty<string>()]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("The second implementation needs python3: install it.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return new SecondShop(JsonDocument.Parse(answer).RootElement);
    }

    /// <summary>A count of a dataset: read, written, duplicates or rejected.</summary>
    public long Count(string dataset, string name) => _answer.GetProperty("counts").GetProperty(dataset).GetProperty(name).GetInt64();

    /// <summary>A dataset's reject reasons.</summary>
    public Dictionary<string, long> Reasons(string dataset) => _answer.GetProperty("reasons").GetProperty(dataset).EnumerateObject().ToDictionary(r => r.Name, r => r.Value.GetInt64());

    /// <summary>Fails where a table holds other rows.</summary>
    /// <param name="target">Where the tables are.</param>
    /// <param name="state"><c>tables</c>, or <c>erased</c> once the requests are carried out.</param>
    /// <param name="tables">Their names.</param>
    public async Task ExpectTablesAsync(ShopWarehouse target, string state, params string[] tables)
    {
        foreach (string table in tables)
        {
            string[] theirs = [.. _answer.GetProperty(state).GetProperty(table).EnumerateArray().Select(row => string.Join('\u001f', row.EnumerateArray().Select(v => v.GetString())))];
            Assert.NotEmpty(theirs);
            Assert.Equal(theirs.Order(StringComparer.Ordinal), (await target.RowsAsync(table)).Order(StringComparer.Ordinal));
        }
    }
}
