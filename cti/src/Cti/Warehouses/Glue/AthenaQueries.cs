using Cti.Failures;
using Cti.Records;
using Cti.Telemetry;
using Cti.Warehouses.Glue.Api;

namespace Cti.Warehouses.Glue;

/// <summary>A dataset's named queries where people who use Athena look for them.</summary>
internal static class AthenaQueries
{
    private static readonly string[] Periods = ["year", "month", "day"];

    /// <summary>Every query of a dataset; one that goes by periods is there for each.</summary>
    public static IEnumerable<SavedQuery> Of(Dataset dataset, TableNaming naming) =>
        from query in dataset.Queries
        from period in query.Periods ? Periods : [""]
        select new SavedQuery
        {
            Name = period.Length == 0 ? query.Name : $"{query.Name}-by-{period}",
            Description = query.Summary,
            Database = naming.SchemaIn(AthenaDialect.Instance),
            QueryString = QuerySql.Of(query, period, AthenaDialect.Instance, naming),
        };

    /// <summary>Makes those that are missing and renews those that differ.</summary>
    /// <remarks>A load does not fail by it: nothing that was registered depends on them.</remarks>
    public static async Task PutAsync(GlueSession session, Dataset dataset, CancellationToken cancellationToken)
    {
        SavedQuery[] wanted = [.. Of(dataset, session.Naming)];
        if (wanted.Length == 0)
            return;
        try
        {
            IReadOnlyList<SavedQuery> found = await session.Athena.SavedAsync(session.Database, cancellationToken).ConfigureAwait(false);
            foreach (SavedQuery query in wanted)
            {
                SavedQuery? there = found.FirstOrDefault(f => f.Name == query.Name);
                if (there is null)
                    await session.Athena.CreateSavedAsync(query, cancellationToken).ConfigureAwait(false);
                else if (there.QueryString != query.QueryString)
                    await session.Athena.UpdateSavedAsync(there.NamedQueryId!, query, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (CtiException e)
        {
            session.Logger.CatalogueWarning($"The named queries in Athena's workgroup {session.Athena.WorkgroupName} could not be kept: {e.Message}");
        }
    }
}
