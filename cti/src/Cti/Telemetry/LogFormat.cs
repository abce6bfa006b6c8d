namespace Cti.Telemetry;

/// <summary>How log lines are written.</summary>
public enum LogFormat
{
    /// <summary>Time, level and message, for people.</summary>
    Text,

    /// <summary>One JSON object a line with the field names of the Elastic Common Schema.</summary>
    Json,
}
