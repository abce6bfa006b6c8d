using System.Text.RegularExpressions;
using Cti.Failures;
using Cti.Warehouses.Redshift.DataApi;

namespace Cti.Warehouses.Redshift;

/// <summary>Where the settings say that statements go.</summary>
/// <param name="Target">Cluster or workgroup, database, and as whom.</param>
/// <param name="Region">The region that the host's name tells; null where it tells none.</param>
/// <param name="Warnings">What of the settings is of no use, and what to do.</param>
internal sealed partial record RedshiftAddress(DataApiTarget Target, string? Region, IReadOnlyList<string> Warnings)
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="CtiException">Usage: everything that is missing, at once.</exception>
    public static RedshiftAddress Of(RedshiftSettings settings)
    {
        Match host = Host().Match(settings.Hostname ?? "");
        bool serverless = host.Groups["kind"].Value == "redshift-serverless";
        string? named = host.Success ? host.Groups["name"].Value : null;
        string? workgroup = settings.Workgroup ?? (settings.Cluster is null && serverless ? named : null);
        string? cluster = settings.Cluster ?? (settings.Workgroup is null && !serverless ? named : null);
        List<string> missing = [];
        if (workgroup is null && cluster is null)
        {
            missing.Add(settings.Hostname is null
                ? "no workgroup or cluster is named: give the setting workgroup, cluster or hostname"
                : "hostname is no endpoint of Redshift (name.account.region.redshift-serverless.amazonaws.com or name.id.region.redshift.amazonaws.com): give the setting workgroup or cluster");
        }

        if (settings.Database is null)
            missing.Add("no database is named: give the setting database");
        if (missing.Count > 0)
            throw CtiException.Usage("settings", $"Redshift: {string.Join("; ", missing)}.");

        DataApiTarget target = new()
        {
            WorkgroupName = workgroup,
            ClusterIdentifier = cluster,
            SecretArn = settings.SecretArn,
            // A secret names its own user, and a workgroup maps the caller's role to one.
            DbUser = settings.SecretArn is null && cluster is not null ? settings.Username : null,
            Database = settings.Database!,
        };
        return new RedshiftAddress(target, host.Success ? host.Groups["region"].Value : null, [.. Warn(settings, workgroup)]);
    }

    private static IEnumerable<string> Warn(RedshiftSettings settings, string? workgroup)
    {
        if (settings.SecretArn is not null)
            yield break;
        string instead = workgroup is not null ? "the role that runs this" : settings.Username is null ? "the role's own database user" : "temporary credentials of the user";
        if (settings.HasPassword)
            yield return $"The setting password is not used: Redshift's Data API takes none. The load runs as {instead}; for a user with a password put both into a secret and name it by secret_arn.";
        else if (workgroup is not null && settings.Username is not null)
            yield return "The setting username is not used: a serverless workgroup maps the role that runs this to a database user. For another user name a secret by secret_arn.";
    }

    [GeneratedRegex(@"^(?<name>[a-z0-9-]+)\.[a-z0-9-]+\.(?<region>[a-z0-9-]+)\.(?<kind>redshift-serverless|redshift)\.amazonaws\.com(\.cn)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Host();
}
