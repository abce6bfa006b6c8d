namespace Cti.Generator.Vocabulary;

/// <summary>The address of each person: a number in, always the same address out, without a table of people.</summary>
internal static class EmailAddresses
{
    /// <summary>The number of different people.</summary>
    public static readonly long PersonLimit =
        (long)Words.FirstNames.Length * Words.LastNames.Length * Words.LastNames.Length * Words.DomainEndings.Length;

    /// <summary>Writes a person's address in lower case.</summary>
    /// <param name="person">From 0 to below <see cref="PersonLimit"/>; neighbours have quite different addresses.</param>
    /// <param name="endingShift">Another ending of the domain, so certainly another address, where not a multiple of their number.</param>
    /// <param name="target">At least 64 bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(long person, int endingShift, Span<byte> target)
    {
        // Multiplying by a number without common factor permutes the people, so that the first few thousand already use every name.
        long mixed = (long)((UInt128)(ulong)person * 2654435761UL % (ulong)PersonLimit);
        (mixed, long first) = Math.DivRem(mixed, Words.FirstNames.Length);
        (mixed, long last) = Math.DivRem(mixed, Words.LastNames.Length);
        (long ending, long domain) = Math.DivRem(mixed, Words.LastNames.Length);
        int length = Append(target, 0, Words.FirstNames[first]);
        length = Append(target, length, Words.LastNames[last]);
        target[length++] = (byte)'@';
        if (person % 32 == 0) length = Append(target, length, "mail."u8);
        length = Append(target, length, Words.LastNames[domain]);
        target[length++] = (byte)'.';
        return Append(target, length, Words.DomainEndings[(ending + endingShift) % Words.DomainEndings.Length]);
    }

    private static int Append(Span<byte> target, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target[at..]);
        return at + text.Length;
    }
}
