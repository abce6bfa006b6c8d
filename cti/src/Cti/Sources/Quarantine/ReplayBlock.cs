using Cti.Records;
using Cti.Records.Raw;

namespace Cti.Sources.Quarantine;

/// <summary>A block of rejects that are read again.</summary>
/// <typeparam name="TLayout">What the format must know of an object to parse its records.</typeparam>
internal sealed class ReplayBlock<TLayout> : RawBlock
    where TLayout : class
{
    /// <summary>Those that are parsed.</summary>
    public required FormatBlock<TLayout> Parsed { get; init; }

    /// <summary>Those that stay rejected, with the length of their bytes and why.</summary>
    public required IReadOnlyList<(RawSegment Segment, int Length, RecordFailure Failure)> Standing { get; init; }
}
