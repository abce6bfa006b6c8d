using Cti.Records.Columns;

namespace Cti.Warehouses.PreFlight;

/// <summary>A column of a table that is there, as the warehouse's catalogue tells of it.</summary>
public sealed record LiveColumn
{
    /// <summary>Its name, as it is spelt there.</summary>
    public required string Name { get; init; }

    /// <summary>Its type as the warehouse spells it, for messages: <c>character varying(64)</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The logical types whose values it takes; none where a load cannot fill it.</summary>
    public required IReadOnlyList<ColumnType> Accepts { get; init; }

    /// <summary>Whether it takes NULL. Default: it does.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>Greatest length of a text in UTF-8 bytes (Redshift's VARCHAR(n)); null where bytes are not bound.</summary>
    public int? MaxBytes { get; init; }

    /// <summary>Greatest length of a text in characters (PostgreSQL's varchar(n)); null where characters are not bound.</summary>
    public int? MaxCharacters { get; init; }

    /// <summary>Digits of a decimal; null where they are not bound, and for other types.</summary>
    public int? Precision { get; init; }

    /// <summary>Digits after a decimal's point; null where they are not bound, and for other types.</summary>
    public int? Scale { get; init; }
}
