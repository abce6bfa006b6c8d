using System.Globalization;

namespace Cti.Manifests;

/// <summary>One of the shares of a run's inputs that machines work on side by side.</summary>
/// <param name="Index">Which one, from 0.</param>
/// <param name="Count">Of how many.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>Shards that a run may have.</summary>
    public const int Most = 10_000;

    /// <summary>Name of its folder under the run's.</summary>
    public string FolderName => string.Create(CultureInfo.InvariantCulture, $"shard={Index}-of-{Count}");

    /// <summary>As <c>0/4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <summary>Reads <c>0/4</c>; null where the text is none, or names a shard beyond the count.</summary>
    public static Shard? TryParse(string? text)
    {
        string[] numbers = (text ?? string.Empty).Split('/');
        return numbers.Length == 2 && TryParse(numbers[0], out int index) && TryParse(numbers[1], out int count) && index < count && count <= Most ? new Shard(index, count) : null;
    }

    /// <summary>Reads a number of digits alone.</summary>
    public static bool TryParse(string? text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
