using System.Text.Json.Serialization;

namespace Cti.Cli.Results;

/// <summary>How a data verb ended, as the result says it.</summary>
public enum ResultStatus
{
    /// <summary>Done: exit 0.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Nothing to do: exit 99.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>Refused by the quality gate (exit 3) or the warehouse (exit 4).</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Everything else: exit 1, 2, 75 or 143.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
