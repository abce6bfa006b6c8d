namespace Cti.Cli.Options;

/// <summary>The words that <c>--codec</c> takes.</summary>
public enum ParquetCodec
{
    /// <summary>Fast, splittable: what warehouses expect.</summary>
    Snappy,

    /// <summary>Smaller, slower.</summary>
    Gzip,

    /// <summary>As they are.</summary>
    None,
}
