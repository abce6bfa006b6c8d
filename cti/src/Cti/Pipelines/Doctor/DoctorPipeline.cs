using System.Globalization;
using Cti.Aws;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Warehouses;
using Cti.Warehouses.Checks;

namespace Cti.Pipelines.Doctor;

/// <summary>Everything that a run needs, looked at in the order in which a run would need it; nothing stays changed.</summary>
/// <param name="store">Where inputs and output are.</param>
/// <param name="access">Keys, region and endpoint of AWS.</param>
public sealed class DoctorPipeline(IObjectStore store, AwsAccess access)
{
    private const long LittleSpace = 1_000_000_000;

    /// <summary>Looks at everything that the request names.</summary>
    public async Task<IReadOnlyList<Check>> RunAsync(DoctorRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckList checks = new();
        if (request.Scratch is { } scratch)
            checks.Add(ScratchOf(scratch));
        IWarehouse? warehouse = null;
        CheckList made = new();
        bool hasWarehouse = request.Warehouse is { } make
            && await made.AddAsync("warehouse", "see cti query --help for the warehouses there are", () => Task.FromResult(Made(warehouse = make()))).ConfigureAwait(false);
        try
        {
            await CredentialsAsync(checks, request, warehouse, cancellationToken).ConfigureAwait(false);
            StoreChecks stores = new(store);
            await stores.InputsAsync(checks, request.Inputs, request.Dataset?.Name, cancellationToken).ConfigureAwait(false);
            bool written = await stores.OutputAsync(checks, request.Output, cancellationToken).ConfigureAwait(false);
            if (hasWarehouse)
            {
                string? staging = written && IsS3(request.Output!) ? request.Output : null;
                checks.Add(await warehouse!.CheckAsync(new WarehouseCheckRequest(request.Dataset, staging), cancellationToken).ConfigureAwait(false));
            }
            else
            {
                checks.Add(request.Warehouse is null ? [Check.NotChecked("warehouse", "none was named", "say --warehouse")] : made.All);
            }
        }
        finally
        {
            if (warehouse is not null)
                await warehouse.DisposeAsync().ConfigureAwait(false);
        }

        return checks.All;
    }

    private async Task CredentialsAsync(CheckList checks, DoctorRequest request, IWarehouse? warehouse, CancellationToken cancellationToken)
    {
        const string Name = "credentials";
        bool isNeeded = request.Inputs.Append(request.Output ?? "").Any(IsS3) || warehouse?.Kind is "redshift" or "glue";
        if (!isNeeded)
        {
            checks.Add(Check.NotChecked(Name, "nothing that was named is on AWS"));
            return;
        }

        await checks.AddAsync(
            Name, "give a task role, web identity or profile, or access_key and secret_key", async () => Check.Ok(Name, "from " + await AwsIdentity.SourceAsync(access, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
    }

    private static Check ScratchOf(ScratchSpace scratch)
    {
        string found = string.Create(CultureInfo.InvariantCulture, $"{scratch.Folder}: {scratch.FreeBytes / 1_000_000} MB free");
        if (scratch.IsMemory)
        {
            return Check.Warning(
                "scratch", string.Create(CultureInfo.InvariantCulture, $"{found}, on a tmpfs: what is written there counts against the memory limit, beside the {scratch.MemoryBytes / 1_000_000} MB of --memory"), "name a folder on a disk by --spill-dir or CTI_SPILL_DIR");
        }

        return scratch.FreeBytes < LittleSpace
            ? Check.Warning("scratch", found, "a large run may need more, about as much as its input: free some, or name another folder by --spill-dir or CTI_SPILL_DIR")
            : Check.Ok("scratch", found);
    }

    private static Check Made(IWarehouse warehouse) => Check.Ok("warehouse", warehouse.Kind);

    private static bool IsS3(string uri) => uri.StartsWith("s3://", StringComparison.OrdinalIgnoreCase);
}
