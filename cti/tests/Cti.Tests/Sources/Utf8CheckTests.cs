using System.Text;
using System.Text.Unicode;
using Cti.Sources;

namespace Cti.Tests.Sources;

/// <summary>The same answers as the runtime gives, wherever in the bytes a character stands.</summary>
public sealed class Utf8CheckTests
{
    private static readonly string[] s_pieces = ["é", "€", "😀", "ÿ", "漢字漢字"];

    [Fact]
    public void IsValid_CharactersAtEveryBorder_SaysWhatTheRuntimeSays()
    {
        foreach (string piece in s_pieces)
        {
            byte[] character = Encoding.UTF8.GetBytes(piece);
            for (int at = 0; at < 400; at++)
            {
                byte[] bytes = Bytes(at, 400);
                character.CopyTo(bytes, at);
                Assert.True(Utf8Check.IsValid(bytes), $"{piece} at {at}");

                // Cut off, and with a byte of it broken.
                Assert.Equal(Utf8.IsValid(bytes.AsSpan(0, at + 1)), Utf8Check.IsValid(bytes.AsSpan(0, at + 1)));
                bytes[at + character.Length - 1] = (byte)'x';
                Assert.False(Utf8Check.IsValid(bytes), $"broken {piece} at {at}");
            }
        }
    }

    [Fact]
    public void IsValid_RandomMixtures_SaysWhatTheRuntimeSays()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        for (int round = 0; round < 2_000; round++)
        {
            byte[] bytes = Bytes(0, random.Next(2_000));
            for (int change = random.Next(4); change > 0 && bytes.Length > 16; change--)
                Encoding.UTF8.GetBytes(s_pieces[random.Next(s_pieces.Length)]).CopyTo(bytes, random.Next(bytes.Length - 16));
            Assert.True(Utf8.IsValid(bytes) == Utf8Check.IsValid(bytes), $"seed {seed}, round {round}");
        }
    }

    private static byte[] Bytes(int before, int after) => Encoding.ASCII.GetBytes(new string('a', before + after + 16));
}
