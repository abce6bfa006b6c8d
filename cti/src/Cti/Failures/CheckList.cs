namespace Cti.Failures;

/// <summary>Checks, one after the other: one that throws is one that failed, and the next are looked at all the same.</summary>
public sealed class CheckList
{
    private readonly List<Check> _checks = [];

    /// <summary>All so far, in order.</summary>
    public IReadOnlyList<Check> All => _checks;

    /// <summary>Adds what is known already.</summary>
    public void Add(params IEnumerable<Check> checks) => _checks.AddRange(checks);

    /// <summary>Looks at something.</summary>
    /// <param name="name">What.</param>
    /// <param name="advice">What to do where it throws.</param>
    /// <param name="look">Looks.</param>
    /// <returns>Whether it did not fail.</returns>
    public async Task<bool> AddAsync(string name, string advice, Func<Task<Check>> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        Check check;
        try
        {
            check = await look().ConfigureAwait(false);
        }
        catch (CtiException e)
        {
            check = Check.Failed(name, e, advice);
        }

        _checks.Add(check);
        return check.Result != CheckResult.Failed;
    }
}
