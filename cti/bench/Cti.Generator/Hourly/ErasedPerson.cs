namespace Cti.Generator.Hourly;

/// <summary>What the hours hold of one customer, and when somebody asked for its erasure.</summary>
internal sealed class ErasedPerson
{
    private readonly List<int> _records = [];
    private readonly List<int> _accepted = [];
    private readonly List<int> _rejected = [];
    private readonly List<int> _bought = [];
    private readonly List<(int Hour, bool ById)> _requests = [];

    /// <summary>The hour of the version that stays; null where every one is rejected.</summary>
    public int? Row { get; set; }

    /// <summary>Whether nothing of it was accepted.</summary>
    public bool IsOnlyBroken => Row is null && _rejected.Count > 0;

    /// <summary>Whether its row of <c>customers</c> is erased: it arrived at or before a request.</summary>
    public bool IsRowErased => Row <= LastRequest;

    /// <summary>Whether all that ever came of it came at or before a request, and something tells whose id and address belong together: then nothing may be left.</summary>
    public bool IsGone => _accepted.Count + _rejected.Count > 0 && _records.TrueForAll(hour => hour <= LastRequest);

    private int LastRequest => _requests.Select(r => r.Hour).DefaultIfEmpty(-1).Max();

    /// <summary>An accepted version.</summary>
    public void Came(int hour)
    {
        _records.Add(hour);
        _accepted.Add(hour);
    }

    /// <summary>A rejected version.</summary>
    /// <param name="hour">When it came.</param>
    /// <param name="kind">How it is broken.</param>
    public void CameBroken(int hour, int kind)
    {
        if (HourlyRecords.ShowsPerson(kind))
            _records.Add(hour);
        if (HourlyRecords.TellsIdAndEmail(kind))
            _rejected.Add(hour);
    }

    /// <summary>A transaction that must be in the table.</summary>
    public void Bought(int hour) => _bought.Add(hour);

    /// <summary>A request to be erased.</summary>
    public void Asked(int hour, bool byId) => _requests.Add((hour, byId));

    /// <summary>Transactions that are erased. They name the id alone, so a request by address needs something that came by then and tells whose address it is.</summary>
    /// <param name="isArchived">Whether every raw object can tell; else only the version that stays, and what was rejected.</param>
    public int TransactionsErased(bool isArchived)
    {
        IEnumerable<int> accepted = isArchived ? _accepted : Row is { } row ? [row] : [];
        int told = accepted.Concat(_rejected).DefaultIfEmpty(int.MaxValue).Min();
        return _bought.Count(hour => _requests.Exists(r => hour <= r.Hour && (r.ById || told <= r.Hour)));
    }
}
