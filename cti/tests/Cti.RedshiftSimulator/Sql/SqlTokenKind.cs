namespace Cti.RedshiftSimulator;

/// <summary>What a piece of SQL is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A word or a name without quotes.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    Name,

    /// <summary>A literal in single quotes.</summary>
    Literal,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Anything else, a character or an operator of several.</summary>
    Symbol,
}
