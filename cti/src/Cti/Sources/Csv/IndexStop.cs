namespace Cti.Sources.Csv;

/// <summary>Why a <see cref="StructuralIndex"/> stopped.</summary>
internal enum IndexStop
{
    /// <summary>The bytes end.</summary>
    End,

    /// <summary>Its arrays are full.</summary>
    Full,

    /// <summary>It is not sure of the first row that is not whole yet.</summary>
    Doubt,
}
