using Cti.Records.Raw;

namespace Cti.Sources.Quarantine;

/// <summary>How rejects of a format are read again: by the very parser that read them first.</summary>
/// <typeparam name="TLayout">What the format must know of an object to parse its records.</typeparam>
internal interface IReplayFormat<TLayout>
    where TLayout : class
{
    /// <summary>How the records of a source are laid out.</summary>
    /// <param name="uri">The source, for messages.</param>
    /// <param name="header">Its header as the manifest holds it; null where it has none.</param>
    TLayout LayoutOf(string uri, string? header);

    /// <summary>Fills an empty batch from a block. Thread-safe.</summary>
    void Parse(FormatBlock<TLayout> block, RawBatch batch);
}
