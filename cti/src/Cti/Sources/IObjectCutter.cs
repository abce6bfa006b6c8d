namespace Cti.Sources;

/// <summary>What a format gives to <see cref="BlockReader{TLayout}"/>: where the records of an object begin and where a block may end.</summary>
/// <typeparam name="TLayout">What the format must know of an object to parse its records.</typeparam>
internal interface IObjectCutter<TLayout>
    where TLayout : class
{
    /// <summary>The last border between two records so far, as an index into the buffer.</summary>
    int Border { get; }

    /// <summary>Lines between the position of <see cref="Start"/> and <see cref="Border"/>.</summary>
    long Lines { get; }

    /// <summary>Reads what stands before the records.</summary>
    /// <param name="bytes">The object's first bytes.</param>
    /// <param name="final">They are all.</param>
    /// <param name="uri">Of the object, for messages.</param>
    /// <exception cref="Failures.CtiException">Usage: the object is of another format, or does not fit the dataset.</exception>
    ObjectStart<TLayout> Begin(ReadOnlySpan<byte> bytes, bool final, string uri);

    /// <summary>Begins at a border between two records.</summary>
    void Start(TLayout layout, int position);

    /// <summary>Goes on to the last border within the bytes; called again with more of them.</summary>
    /// <param name="buffer">The buffer; it goes on for at least 64 bytes behind the limit.</param>
    /// <param name="limit">Where the bytes end.</param>
    /// <param name="final">The object ends there; then the border is the limit.</param>
    /// <param name="last">No further call comes before the next <see cref="Start"/>.</param>
    void Advance(ReadOnlySpan<byte> buffer, int limit, bool final, bool last);

    /// <summary>The way out where the record at <see cref="Border"/> is longer than any may be: the border behind its first line. False: even that is too long.</summary>
    bool CutLine(ReadOnlySpan<byte> buffer, int limit);
}
