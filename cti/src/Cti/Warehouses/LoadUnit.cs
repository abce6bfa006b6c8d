using System.Globalization;
using Cti.Failures;
using Cti.Records;

namespace Cti.Warehouses;

/// <summary>The runs that one transaction brings in, in order.</summary>
/// <param name="Sources">Their manifests.</param>
/// <param name="Replaces">Whether the first takes the place of what is there; those after it are then merged to it.</param>
/// <param name="Month">With <paramref name="Replaces"/>: the month replaced; null for the whole table.</param>
internal sealed record LoadUnit(IReadOnlyList<LoadSource> Sources, bool Replaces, string? Month)
{
    /// <summary>Cuts a request into transactions.</summary>
    /// <remarks>Each run is one by itself, so that a failure in the third leaves two that need not be repeated. A replacement is a
    /// single one however many runs it takes, as the table must never be seen half replaced. The shards of one run come here as one run.</remarks>
    /// <exception cref="CtiException">Usage: a manifest is a shard's, or the month is none or not one to replace.</exception>
    public static IReadOnlyList<LoadUnit> Of(LoadRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckMonth(request);
        LoadSource? shard = request.Manifests.FirstOrDefault(m => m.Manifest.Options.Shard is not null);
        if (shard is not null)
            throw CtiException.Usage("load", $"{shard.Uri} is shard {shard.Manifest.Options.Shard} of a run that was not resolved with the others; give all shards to cti load.");
        return request.Mode == LoadMode.Replace
            ? [new LoadUnit(request.Manifests, Replaces: true, request.Month)]
            : [.. request.Manifests.Select(m => new LoadUnit([m], Replaces: false, Month: null))];
    }

    /// <summary>Whether a table holds all of it already.</summary>
    /// <remarks>After replacing the whole table, it holds these runs and no other.</remarks>
    public bool IsIn(IReadOnlyCollection<string> runsOfTable) =>
        Sources.All(s => runsOfTable.Contains(s.Manifest.Run))
        && (!Replaces || Month is not null || runsOfTable.Count == Sources.Select(s => s.Manifest.Run).Distinct().Count());

    private static void CheckMonth(LoadRequest request)
    {
        if (request.Month is null)
            return;
        if (request.Mode != LoadMode.Replace)
            throw CtiException.Usage("load", "--month goes with --mode replace only.");
        TableDefinition? without = request.Dataset.Tables.FirstOrDefault(t => t.MonthColumn is null);
        if (without is not null)
            throw CtiException.Usage("load", $"table {without.Name} of dataset {request.Dataset.Name} has no time to tell months by; replace it as a whole.");
        if (!DateTime.TryParseExact(request.Month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            throw CtiException.Usage("load", $"'{request.Month}' is no month; give it as 2021-04.");
    }
}
