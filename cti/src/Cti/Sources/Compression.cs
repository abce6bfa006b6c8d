namespace Cti.Sources;

/// <summary>How an object's bytes are stored, as its content says (never its name).</summary>
public enum Compression
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>gzip, of one or several members.</summary>
    Gzip,
}
