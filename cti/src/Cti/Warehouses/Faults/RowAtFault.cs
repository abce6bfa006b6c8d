using System.Globalization;

namespace Cti.Warehouses.Faults;

/// <summary>A row that a warehouse refuses, and where it came from. The value itself is not repeated: it may be personal.</summary>
/// <param name="Part">URI of the part.</param>
/// <param name="Row">The row in the part, from 1.</param>
/// <param name="Origin">The raw record; null where the part's <c>_lines</c> does not tell.</param>
/// <param name="Reason">Why, naming the column where it is known.</param>
internal sealed record RowAtFault(string Part, long Row, LineOrigin? Origin, string Reason)
{
    /// <summary>As a message shows it.</summary>
    public override string ToString()
    {
        string origin = Origin is { } o ? string.Create(CultureInfo.InvariantCulture, $"{o.Source} line {o.Line}") : "source not known";
        return string.Create(CultureInfo.InvariantCulture, $"{origin} (row {Row} of {Part}): {Reason}");
    }
}
