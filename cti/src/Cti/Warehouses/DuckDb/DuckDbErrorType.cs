namespace Cti.Warehouses.DuckDb;

/// <summary>The kinds of <c>duckdb_error_type</c> that are told apart here; others keep their number.</summary>
internal enum DuckDbErrorType
{
    /// <summary>No kind was given.</summary>
    Invalid = 0,

    /// <summary>Another transaction changed the same rows or tables.</summary>
    Transaction = 10,

    /// <summary>A table or column is not there, or there already.</summary>
    Catalog = 13,

    /// <summary>NOT NULL, UNIQUE or CHECK was hurt.</summary>
    Constraint = 18,

    /// <summary>The connection failed.</summary>
    Connection = 21,

    /// <summary>Reading or writing a file failed; another process's lock on the database comes as this.</summary>
    IO = 28,

    /// <summary>The statement was cancelled.</summary>
    Interrupt = 29,

    /// <summary>The database can no longer be used and must be opened again.</summary>
    Fatal = 30,

    /// <summary>The memory limit was reached with nothing left to spill.</summary>
    OutOfMemory = 33,
}
