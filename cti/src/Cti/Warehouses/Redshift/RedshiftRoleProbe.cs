using Cti.Failures;
using Cti.ObjectStores;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Redshift.DataApi;

namespace Cti.Warehouses.Redshift;

/// <summary>Tries COPY's role on a row of its own: nothing else tells whether the database may take it on and the role may read the bucket.</summary>
/// <param name="role">The setting <c>iam</c>; null where it is not there.</param>
/// <param name="store">Where the row is put.</param>
/// <param name="engine">Writes it as Parquet.</param>
internal sealed class RedshiftRoleProbe(string? role, IObjectStore store, DuckDbOptions engine)
{
    /// <summary>Copies the row into a temporary table, which goes with its session; the row goes from the bucket too.</summary>
    /// <param name="session">The database.</param>
    /// <param name="staging">The folder that the role has to read; null: nothing is tried.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CtiException">The COPY failed, or the row could not be written.</exception>
    public async Task<Check> TryAsync(RedshiftSession session, string? staging, CancellationToken cancellationToken)
    {
        if (role is null)
            return Check.Failed("role", FailureKind.Usage, "no role is named for COPY", "give the setting iam the ARN of a role that reads the bucket, or default for the namespace's own");
        if (staging is null)
            return Check.NotChecked("role", $"iam is {(role == "default" ? "default, the namespace's own" : "set")}", "say --output s3://… to have a row copied from there");

        string folder = StoreUri.Combine(staging, $".cti-doctor-{Guid.NewGuid():N}");
        (string part, string manifest) = (folder + "/probe.parquet", folder + "/manifest.json");
        try
        {
            byte[] row = Row(cancellationToken);
            await store.PutIfAbsentAsync(part, row, cancellationToken).ConfigureAwait(false);
            await store.PutIfAbsentAsync(manifest, CopyManifest.Write([(part, row.Length)]), cancellationToken).ConfigureAwait(false);
            await CopyAsync(session, manifest, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also after a cancellation: nothing else would take the objects away.
            await store.DeleteAsync(manifest, CancellationToken.None).ConfigureAwait(false);
            await store.DeleteAsync(part, CancellationToken.None).ConfigureAwait(false);
        }

        return Check.Ok("role", $"COPY read a row from {staging} by it");
    }

    private async Task CopyAsync(RedshiftSession session, string manifest, CancellationToken cancellationToken)
    {
        RedshiftDialect dialect = RedshiftDialect.Instance;
        string[] batch =
        [
            "CREATE TEMP TABLE cti_doctor_probe (probe INTEGER)",
            $"COPY cti_doctor_probe FROM {dialect.Text(manifest)} IAM_ROLE {(role == "default" ? role : dialect.Text(role!))} FORMAT AS PARQUET MANIFEST",
        ];
        StatementDescription ended = await session.Runner.RunAsync(batch, "cti/doctor/role", Guid.NewGuid().ToString("N"), _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        if (ended.Status != StatementStatus.Finished)
            throw RedshiftFailures.Of(new RedshiftException(ended), "doctor", session.Name);
    }

    private byte[] Row(CancellationToken cancellationToken)
    {
        using ScratchFolder scratch = new(engine.SpillFolder);
        string file = Path.Combine(scratch.Path, "probe.parquet");
        using (DuckDbConnection connection = DuckDbConnection.Open(":memory:", DuckDbConfiguration.Of(DuckDbMemory.Left(engine), scratch.Path, ordered: true)))
            connection.Execute($"COPY (SELECT 1::INTEGER AS probe) TO {DuckDbDialect.Instance.Text(file)} (FORMAT PARQUET)", cancellationToken);
        return File.ReadAllBytes(file);
    }
}
