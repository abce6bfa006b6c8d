using System.Text;

namespace Cti.Tests.Sources.Csv;

/// <summary>Random CSV, from clean to hopeless.</summary>
internal sealed class CsvTextGenerator(Random random, int fields)
{
    private static readonly string[] Words = ["", "a", "bc", "x y", " ", "ünï", "日本", "😀", "1234567890", "2021-03-31", "a long text that goes past one vector of sixteen bytes", "\t", ";"];
    private static readonly string[] Breaks = ["\n", "\r\n", "\r"];

    /// <summary>One object: header and rows; fitting <see cref="CsvRun.Fields"/>.</summary>
    public byte[] Object()
    {
        var bytes = new List<byte>();
        if (Chance(10)) bytes.AddRange([0xEF, 0xBB, 0xBF]);
        if (Chance(10)) bytes.AddRange("\n"u8);
        string usual = Breaks[random.Next(Breaks.Length)];
        bytes.AddRange(Encoding.UTF8.GetBytes(string.Join(',', CsvRun.Fields(fields)) + usual));
        int body = bytes.Count;
        int rows = random.Next(0, 30);
        int mischief = random.Next(0, 60);
        for (int row = 0; row < rows; row++)
        {
            string text = Chance(mischief / 4) ? Soup() : Row(mischief);
            bytes.AddRange(Encoding.UTF8.GetBytes(text));
            if (Chance(mischief / 10)) bytes.Insert(random.Next(Math.Max(body, bytes.Count / 2), bytes.Count + 1), Chance(50) ? (byte)0 : (byte)random.Next(0x80, 0x100));
            if (row + 1 < rows || Chance(70)) bytes.AddRange(Encoding.UTF8.GetBytes(Chance(90) ? usual : Breaks[random.Next(Breaks.Length)]));
            if (Chance(5)) bytes.AddRange(Encoding.UTF8.GetBytes(Breaks[random.Next(Breaks.Length)]));
        }

        return [.. bytes];
    }

    public string Row(int mischief)
    {
        int count = Chance(mischief / 4) ? random.Next(1, fields + 3) : fields;
        return string.Join(',', Enumerable.Range(0, count).Select(_ => Field(mischief)));
    }

    private string Field(int mischief)
    {
        string word = Words[random.Next(Words.Length)];
        if (Chance(mischief / 6)) return Broken(word);
        if (Chance(65)) return word;
        var text = new StringBuilder("\"");
        for (int piece = random.Next(0, 4); piece > 0; piece--)
        {
            text.Append(random.Next(6) switch
            {
                0 => "\"\"",
                1 => ",",
                2 => Breaks[random.Next(Breaks.Length)],
                _ => Words[random.Next(Words.Length)],
            });
        }

        return text.Append('"').ToString();
    }

    private string Broken(string word) => random.Next(9) switch
    {
        0 => "\"" + word,
        1 => word + "\"",
        2 => $"\"{word}\" ",
        3 => $" \"{word}\"",
        4 => $"\"{word}\"{word}",
        5 => $"{word}\"{word}",
        6 => $"\"{word}\"{word}\"",
        7 => $"{word}\"\"{word}",
        _ => $"\"{word}\" \"{word}",
    };

    private string Soup()
    {
        const string Letters = "\"\"\"\"\"\",,,\n\n\r a é";
        var text = new StringBuilder();
        for (int i = random.Next(0, 100); i > 0; i--) text.Append(Letters[random.Next(Letters.Length)]);
        return text.ToString();
    }

    private bool Chance(int percent) => random.Next(100) < percent;
}
