using Cti.Records.Raw;

namespace Cti.Sources;

/// <summary>The part of a block that comes from one object.</summary>
/// <typeparam name="TLayout">What the format must know of the object to parse its records.</typeparam>
/// <param name="Segment">Where it comes from and where it begins.</param>
/// <param name="End">Index of the byte after its last one.</param>
/// <param name="Layout">How to read its records.</param>
/// <param name="HasLineFeeds">Whether there may be line feeds to count before its last record.</param>
internal readonly record struct BlockPart<TLayout>(RawSegment Segment, int End, TLayout Layout, bool HasLineFeeds = true);
