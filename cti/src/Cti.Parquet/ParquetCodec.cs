namespace Cti.Parquet;

/// <summary>How pages are compressed. A column chunk that does not shrink usefully is stored uncompressed, whatever is asked for.</summary>
public enum ParquetCodec
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Snappy: fast, moderate.</summary>
    Snappy,

    /// <summary>Gzip: slow, dense.</summary>
    Gzip,
}
