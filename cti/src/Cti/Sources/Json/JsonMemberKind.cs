namespace Cti.Sources.Json;

/// <summary>How a member of an object is read.</summary>
internal enum JsonMemberKind
{
    /// <summary>A declared field: text, number or truth value, as its text.</summary>
    Scalar,

    /// <summary>A declared field that holds any JSON, taken as compact JSON text.</summary>
    Open,

    /// <summary>An object that holds declared fields.</summary>
    Container,

    /// <summary>Of no interest.</summary>
    PassedOver,
}
