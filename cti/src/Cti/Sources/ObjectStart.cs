namespace Cti.Sources;

/// <summary>What the first bytes of an object say.</summary>
/// <typeparam name="TLayout">What a format must know of an object to parse its records.</typeparam>
/// <param name="Layout">How to read the records; null where more bytes are needed to tell or, if there are none, where the object holds no records.</param>
/// <param name="BodyStart">Bytes before the first record.</param>
/// <param name="Lines">Lines before the first record.</param>
internal readonly record struct ObjectStart<TLayout>(TLayout? Layout, int BodyStart, int Lines)
    where TLayout : class;
