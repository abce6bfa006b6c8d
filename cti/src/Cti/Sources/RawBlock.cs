using Cti.Records.Raw;

namespace Cti.Sources;

/// <summary>A block of source bytes, cut between two records; it may span several small objects.</summary>
public class RawBlock
{
    /// <summary>Position of the block in the run, from 0, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The bytes; pooled, may be longer than <see cref="Length"/>.</summary>
    public required byte[] Buffer { get; init; }

    /// <summary>Bytes used.</summary>
    public required int Length { get; init; }

    /// <summary>The source objects in it; <see cref="RawSegment.FirstRecord"/> is not known yet and 0.</summary>
    public required IReadOnlyList<RawSegment> Segments { get; init; }
}
