using System.Text.Json.Serialization;

namespace Cti.Pipelines.Erasure;

/// <summary>How far an erasure is.</summary>
internal enum ErasureState
{
    /// <summary>Persons may still be found somewhere.</summary>
    [JsonStringEnumMemberName("working")]
    Working,

    /// <summary>All is erased and the proof written; request files may still be there.</summary>
    [JsonStringEnumMemberName("proven")]
    Proven,

    /// <summary>The request files are gone, too.</summary>
    [JsonStringEnumMemberName("done")]
    Done,
}
