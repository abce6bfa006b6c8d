using System.Globalization;
using Cti.Failures;
using Cti.Warehouses;

namespace Cti.Cli.Tables;

/// <summary>Checks as text.</summary>
public static class CheckText
{
    private const int ResultWidth = 13;

    /// <summary>The lines: for people the result, what was found, and below it what to do; else a row a check.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<Check> checks, TableFormat format)
    {
        ArgumentNullException.ThrowIfNull(checks);
        return format == TableFormat.Table
            ? checks.SelectMany(Lines)
            : QueryTableText.Lines(new QueryTable(["check", "result", "found", "advice"], [.. checks.Select(IReadOnlyList<object?> (c) => [c.Name, WordOf(c.Result), c.Found, c.Advice])]), format);
    }

    /// <summary>How a result is written.</summary>
    public static string WordOf(CheckResult result) => result switch
    {
        CheckResult.Ok => "ok",
        CheckResult.Warning => "warning",
        CheckResult.Failed => "failed",
        _ => "not checked",
    };

    private static IEnumerable<string> Lines(Check check)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{WordOf(check.Result).PadRight(ResultWidth)}{check.Name}: {OneLine(check.Found)}");
        if (check.Advice is not null)
            yield return new string(' ', ResultWidth) + "-> " + OneLine(check.Advice);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
