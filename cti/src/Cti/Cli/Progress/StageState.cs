using System.Globalization;

namespace Cti.Cli.Progress;

/// <summary>How far a stage is.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Rows">Records so far.</param>
/// <param name="Bytes">Stored bytes read so far.</param>
/// <param name="TotalBytes">Stored bytes of the input; 0 where unknown.</param>
/// <param name="Elapsed">Since the stage began.</param>
public sealed record StageState(string Stage, long Rows, long Bytes, long TotalBytes, TimeSpan Elapsed)
{
    private const double Megabyte = 1_000_000;

    /// <summary>Share done, 0 to 1; null where the total is unknown.</summary>
    public double? Share => TotalBytes > 0 ? Math.Clamp((double)Bytes / TotalBytes, 0, 1) : null;

    /// <summary>Bytes per second so far; 0 at the beginning.</summary>
    public double BytesPerSecond => Elapsed > TimeSpan.Zero ? Bytes / Elapsed.TotalSeconds : 0;

    /// <summary>Time left at the speed so far; null where nothing tells.</summary>
    public TimeSpan? Left => TotalBytes > 0 && BytesPerSecond > 0 ? TimeSpan.FromSeconds(Math.Max(0, TotalBytes - Bytes) / BytesPerSecond) : null;

    /// <summary>For people: <c>1,234 rows, 5.0 of 20.0 MB (25 %), 2.5 MB/s, 6 s left</c>.</summary>
    public override string ToString()
    {
        string size = Share is { } share ? Invariant($", {Bytes / Megabyte:0.0} of {TotalBytes / Megabyte:0.0} MB ({Math.Floor(share * 100):0} %)") : Bytes > 0 ? Invariant($", {Bytes / Megabyte:0.0} MB") : string.Empty;
        string speed = BytesPerSecond > 0 ? Invariant($", {BytesPerSecond / Megabyte:0.0} MB/s") : string.Empty;
        string left = Left is { } time && Share < 1 ? $", {Duration(time)} left" : string.Empty;
        return Invariant($"{Rows:N0} rows") + size + speed + left;
    }

    /// <summary>A duration for people: <c>6 s</c>, <c>2 min 5 s</c>, <c>1 h 3 min</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        int seconds = (int)Math.Min(Math.Ceiling(time.TotalSeconds), int.MaxValue);
        return seconds < 60 ? $"{seconds} s" : seconds < 3600 ? $"{seconds / 60} min {seconds % 60} s" : $"{seconds / 3600} h {seconds / 60 % 60} min";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
