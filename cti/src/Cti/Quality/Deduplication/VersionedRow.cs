using System.Runtime.InteropServices;

namespace Cti.Quality.Deduplication;

/// <summary>What a survey knows of a row: key, version, and its place among the rows noted.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct VersionedRow(ulong KeyHigh, ulong KeyLow, long Version, long ThenVersion, ulong Content, long Position) : IComparable<VersionedRow>
{
    /// <summary>Bytes of one.</summary>
    public const int Size = 48;

    /// <summary>By key, then by place.</summary>
    public int CompareTo(VersionedRow other)
    {
        int key = KeyHigh.CompareTo(other.KeyHigh);
        if (key == 0)
            key = KeyLow.CompareTo(other.KeyLow);
        return key == 0 ? Position.CompareTo(other.Position) : key;
    }

    /// <summary>Whether the other row, which comes later, has the same key.</summary>
    public bool HasKeyOf(in VersionedRow other) => KeyHigh == other.KeyHigh && KeyLow == other.KeyLow;

    /// <summary>Whether this row takes the place of one that came before it: a newer version, or of an equal one other content.</summary>
    public bool Supersedes(in VersionedRow earlier)
    {
        int version = Version.CompareTo(earlier.Version);
        if (version == 0)
            version = ThenVersion.CompareTo(earlier.ThenVersion);
        return version > 0 || (version == 0 && Content != earlier.Content);
    }
}
