using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Cti.Tests.Generator;

/// <summary>All records of a CSV file in memory, the header first.</summary>
internal static class NaiveCsv
{
    public static List<string[]> Read(Stream file)
    {
        using StreamReader reader = new(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        CsvConfiguration rfc4180 = new(CultureInfo.InvariantCulture) { IgnoreBlankLines = true, BadDataFound = null };
        using CsvParser parser = new(reader, rfc4180);
        List<string[]> rows = [];
        while (parser.Read()) rows.Add(parser.Record!);
        return rows;
    }
}
