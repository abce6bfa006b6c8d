namespace Cti.Records;

/// <summary>What becomes of rows that share a key within a run; equal rows (all normalised fields) are always duplicates but for the first.</summary>
public enum KeyPolicy
{
    /// <summary>The whole row is the key: only exact duplicates go (<c>key-data</c>, <c>erasure-requests</c>).</summary>
    ExactOnly,

    /// <summary>The first keeps its id, each later distinct content gets a new one (<c>events</c>).</summary>
    NewId,

    /// <summary>The first stays, later ones are duplicates (<c>web-events</c>).</summary>
    FirstWins,

    /// <summary>The last in order stays, earlier ones are duplicates (<c>interactions</c>).</summary>
    LastWins,

    /// <summary>The newest version stays, then the latest arrival (<c>customers</c>, <c>products</c>).</summary>
    NewestWins,

    /// <summary>Rows with other content are rejected as <c>id_conflict</c> (<c>transactions</c>).</summary>
    Conflict,
}
