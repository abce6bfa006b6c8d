using System.Text;

namespace Cti.Tests.Pipelines.Quarantine;

/// <summary>Texts of records, and damage done to them anywhere.</summary>
internal static class Damage
{
    public static string Csv(Random random) => "interaction_id,user_id,product_id,action,timestamp\n"
        + string.Concat(Enumerable.Range(1, 800).Select(i => $"{i},{random.Next(9)},P{random.Next(9)},\"cl\"\"i,ck\",2024-01-0{1 + random.Next(9)}\n"));

    public static string Json(Random random) => string.Concat(Enumerable.Range(1, 800).Select(i =>
        $$$"""{"id":"{{{i}}}","first_name":"a}{b","last_name":"\"","email":"x@y.de","type":"track","messageId":"m{{{i}}}","properties":{"a":[{}]}}""" + (random.Next(2) == 0 ? "\n" : string.Empty)));

    /// <summary>Every hundredth byte or so behind the first line is another one.</summary>
    public static byte[] Bytes(Random random, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte[] others = [(byte)'"', (byte)'\n', (byte)',', (byte)'{', (byte)'}', (byte)' ', 0, 0xFF, (byte)'\r', (byte)'\\'];
        int body = text[0] == 'i' ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
        for (int i = body; i < bytes.Length; i++)
        {
            if (random.Next(100) == 0)
                bytes[i] = others[random.Next(others.Length)];
        }

        return bytes;
    }
}
