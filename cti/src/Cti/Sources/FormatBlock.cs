namespace Cti.Sources;

/// <summary>A block with what its format must know to parse it.</summary>
/// <typeparam name="TLayout">What that is, for each object.</typeparam>
internal sealed class FormatBlock<TLayout> : RawBlock
{
    /// <summary>One entry a segment.</summary>
    public required IReadOnlyList<BlockPart<TLayout>> Parts { get; init; }
}
