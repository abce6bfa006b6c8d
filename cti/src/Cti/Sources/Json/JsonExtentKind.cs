namespace Cti.Sources.Json;

/// <summary>What stands at a place where an object is expected.</summary>
internal enum JsonExtentKind
{
    /// <summary>It cannot be told without the bytes that follow.</summary>
    NeedMore,

    /// <summary>Its braces and quotes close, as those of every valid object do; whether it is valid is for the parser to say.</summary>
    Closed,

    /// <summary>It is no object, or one that does not close within what an object may be.</summary>
    Broken,
}
