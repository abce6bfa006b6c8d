using System.Buffers.Binary;
using System.Text;
using Cti.Quality.Deduplication;
using Microsoft.Win32.SafeHandles;

namespace Cti.Quality.References;

/// <summary>Texts in the order in which they came: the last of them in memory, those before in a spill file.</summary>
internal sealed class KeyTexts(string spillFolder) : IDisposable
{
    private const int BufferBytes = 64 << 10;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _buffered;
    private long _written;
    private SafeFileHandle? _file;

    /// <summary>Takes a text of at most 65,535 bytes.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (_buffered + sizeof(ushort) + text.Length > BufferBytes)
            Flush();
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(_buffered), checked((ushort)text.Length));
        text.CopyTo(_buffer.AsSpan(_buffered + sizeof(ushort)));
        _buffered += sizeof(ushort) + text.Length;
    }

    /// <summary>All of them; nothing may be added meanwhile.</summary>
    public IEnumerable<string> ReadAll()
    {
        byte[] page = new byte[BufferBytes];
        for (long at = 0; at < _written;)
        {
            // A text that does not end within the page begins the next one.
            int held = RandomAccess.Read(_file!, page.AsSpan(0, (int)Math.Min(BufferBytes, _written - at)), at);
            int used = 0;
            foreach (string text in Texts(page, held))
            {
                used += sizeof(ushort) + Encoding.UTF8.GetByteCount(text);
                yield return text;
            }

            at += used > 0 ? used : throw new EndOfStreamException("A spill file is shorter than what was written to it.");
        }

        foreach (string text in Texts(_buffer, _buffered))
            yield return text;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static IEnumerable<string> Texts(byte[] page, int held)
    {
        for (int at = 0; at + sizeof(ushort) <= held;)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(page.AsSpan(at));
            if (at + sizeof(ushort) + length > held)
                yield break;
            yield return Encoding.UTF8.GetString(page, at + sizeof(ushort), length);
            at += sizeof(ushort) + length;
        }
    }

    private void Flush()
    {
        _file ??= SpillFile.Create(spillFolder);
        RandomAccess.Write(_file, _buffer.AsSpan(0, _buffered), _written);
        _written += _buffered;
        _buffered = 0;
    }
}
