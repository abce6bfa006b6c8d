namespace Cti.Sources.Csv;

/// <summary>One text after another for the same reader: each ends, as far as the reader can see, before the next begins.</summary>
internal sealed class JudgedText : TextReader
{
    private string text = string.Empty;
    private int taken;

    /// <summary>Begins the next text.</summary>
    public void Begin(string next)
    {
        text = next;
        taken = 0;
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        count = Math.Min(count, text.Length - taken);
        text.CopyTo(taken, buffer, index, count);
        taken += count;
        return count;
    }
}
