namespace Cti.Generator.Hourly;

/// <summary>Which records of a dataset others may refer to: accepted in one version at least, or rejected in all.</summary>
internal sealed class Referred
{
    private readonly HashSet<int> _accepted = [];
    private readonly HashSet<int> _rejected = [];

    /// <summary>A version of the record is good.</summary>
    public void Accept(int id) => _accepted.Add(id);

    /// <summary>A version of the record breaks a rule; of some kinds nobody can tell whose it was.</summary>
    public void Reject(int id, int kind)
    {
        if (HourlyRecords.KeepsItsKey(kind))
            _rejected.Add(id);
    }

    /// <summary>Why a record that names these is rejected: a reason for each different one.</summary>
    public IEnumerable<string> ReasonsOf(string field, params int[] ids) =>
        ids.Distinct().Where(id => !_accepted.Contains(id)).Select(id => $"{field}:{(_rejected.Contains(id) ? "rejected_reference" : "unknown_reference")}");
}
