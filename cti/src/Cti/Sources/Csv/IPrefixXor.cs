namespace Cti.Sources.Csv;

/// <summary>One way to compute a running exclusive or over 64 bits; a struct, so that the compiler makes a loop of its own for each.</summary>
internal interface IPrefixXor
{
    /// <summary>Bit i of the answer is the exclusive or of bits 0 to i: over a mask of quotes, 1 from an opening quote up to the byte before its closing one.</summary>
    static abstract ulong Of(ulong bits);
}
