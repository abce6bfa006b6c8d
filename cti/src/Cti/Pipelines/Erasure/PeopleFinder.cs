using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure.Files;
using Cti.Pipelines.Erasure.Raw;
using Cti.Records;
using Cti.Records.Customers;
using Cti.Records.Erasing;
using Cti.Sources.Quarantine;
using Cti.Telemetry;
using Cti.Warehouses;
using Cti.Warehouses.Erasing;
using Cti.Warehouses.Reading;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Erasure;

/// <summary>Finds out which ids and addresses are one person's, wherever customers are: in files, quarantine, archive and warehouse.</summary>
/// <param name="store">Where the runs are.</param>
/// <param name="raw">Reads raw objects.</param>
/// <param name="reader">Reads parts.</param>
/// <param name="scratch">A local folder for fetched parts.</param>
/// <param name="logger">Hears of what is missing.</param>
internal sealed class PeopleFinder(IObjectStore store, RawObject raw, PartReader reader, string scratch, ILogger logger)
{
    private static readonly CustomersDataset Customers = new();
    private static readonly int Id = Customers.RawFields.ToList().IndexOf("id");
    private static readonly int Email = Customers.RawFields.ToList().IndexOf("email");

    /// <summary>The persons that requests are about.</summary>
    /// <param name="seeds">The requests.</param>
    /// <param name="known">Persons that an earlier erasure of the same requests found.</param>
    /// <param name="output">The folder of all runs, without a trailing slash.</param>
    /// <param name="manifests">The committed runs.</param>
    /// <param name="archive">The archived inputs.</param>
    /// <param name="warehouse">The warehouse.</param>
    /// <param name="pseudonyms">Makes keys of addresses.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Subject>> FindAsync(
        IReadOnlyList<ErasureSeed> seeds, IReadOnlyList<Subject> known, string output, IReadOnlyCollection<Manifest> manifests, ArchivedInputs archive, IWarehouse warehouse, Pseudonyms pseudonyms, CancellationToken cancellationToken)
    {
        People people = new(reader, cancellationToken);
        foreach (Subject person in known)
            Add(people, person, cancellationToken);
        foreach (Manifest manifest in manifests)
        {
            if (manifest.Dataset == Customers.Name)
                await AddPartsAsync(people, manifest, cancellationToken).ConfigureAwait(false);
            else if (!manifest.Inputs.Any(IsOfCustomers))
                continue;
            await AddRejectsAsync(people, manifest.Rejects.Parts.Select(p => p.Uri), new RejectOrigins(manifest.Inputs, manifest.Timings.Started), cancellationToken).ConfigureAwait(false);
        }

        await AddLeftoversAsync(people, output, manifests, cancellationToken).ConfigureAwait(false);
        await AddArchiveAsync(people, archive, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Subject> subjects = people.Resolve(seeds, pseudonyms, cancellationToken);
        while (true)
        {
            // What the warehouse adds may lead to further names, which it is asked for again.
            SubjectIndex before = new(subjects);
            foreach (CustomerContact found in await warehouse.FindCustomersAsync(before.CustomerIds, before.Emails, cancellationToken).ConfigureAwait(false))
                people.Add(found.Id, found.Email, found.ArrivedAt, cancellationToken);
            subjects = people.Resolve(seeds, pseudonyms, cancellationToken);
            SubjectIndex now = new(subjects);
            if (now.CustomerIds.Count == before.CustomerIds.Count && now.Emails.Count == before.Emails.Count)
                return subjects;
        }
    }

    /// <summary>Another dataset may have read customers: a folder without files of its own stands for all in it.</summary>
    private static bool IsOfCustomers(ManifestInput input) => DatasetCatalog.NamedFor(input.Uri)?.Name == Customers.Name;

    private static void Add(People people, Subject person, CancellationToken cancellationToken)
    {
        if (person is not { CustomerIds: [var firstId, ..], Emails: [var firstEmail, ..] })
            return;
        foreach (string id in person.CustomerIds)
            people.Add(id, firstEmail, person.RequestedAt, cancellationToken);
        foreach (string email in person.Emails)
            people.Add(firstId, email, person.RequestedAt, cancellationToken);
    }

    private async Task AddPartsAsync(People people, Manifest manifest, CancellationToken cancellationToken)
    {
        foreach (ManifestOutput part in manifest.Outputs.Where(o => o.Rows > 0))
        {
            if (await store.StatAsync(part.Uri, cancellationToken).ConfigureAwait(false) is null)
            {
                logger.ErasureFileMissing(part.Uri, manifest.Run);
                continue;
            }

            using StagedParts local = await StagedParts.FetchAsync(store, [part], scratch, cancellationToken).ConfigureAwait(false);
            people.AddPart(local.Files[0], cancellationToken);
        }
    }

    /// <summary>Adds the customers of quarantines that no manifest lists: the gate closed, or the run was cut off. What they are says what the gate left, else what they look like.</summary>
    private async Task AddLeftoversAsync(People people, string output, IReadOnlyCollection<Manifest> manifests, CancellationToken cancellationToken)
    {
        HashSet<string> listed = [.. manifests.SelectMany(m => m.Rejects.Parts.Select(p => p.Uri))];
        List<string> found = await store.ListAsync($"{output}/_runs/", cancellationToken).Select(o => o.Uri)
            .Where(uri => uri.Contains("/rejects/", StringComparison.Ordinal) && uri.EndsWith(".jsonl.gz", StringComparison.Ordinal) && !listed.Contains(uri)).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (IGrouping<string, string> run in found.GroupBy(uri => uri[..uri.LastIndexOf("/rejects/", StringComparison.Ordinal)]))
        {
            FailedRun? failed = await new ManifestStore(store).TryReadFailedAsync($"{run.Key}/_failed.json", cancellationToken).ConfigureAwait(false);
            if (failed is null || failed.Dataset == Customers.Name || failed.Inputs.Any(IsOfCustomers))
                await AddRejectsAsync(people, run, new RejectOrigins(failed?.Inputs ?? [], DateTimeOffset.UnixEpoch), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AddRejectsAsync(People people, IEnumerable<string> parts, RejectOrigins origins, CancellationToken cancellationToken)
    {
        RejectReader rejects = new(store);
        foreach (string part in parts)
        {
            if (await store.StatAsync(part, cancellationToken).ConfigureAwait(false) is not { } info)
                continue;
            await foreach (Reject reject in rejects.ReadAsync(info, cancellationToken).ConfigureAwait(false))
            {
                if (RawCustomer.Read(reject.Raw) is { } customer)
                    people.Add(customer.Id, customer.Email, origins.ArrivalOf(reject.Source), cancellationToken);
            }
        }
    }

    private async Task AddArchiveAsync(People people, ArchivedInputs archive, CancellationToken cancellationToken)
    {
        await foreach ((Dataset dataset, ObjectInfo info, long arrivedAt) in archive.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (dataset.Name != Customers.Name)
                continue;
            await raw.ReadAsync(dataset, info, (batch, _) =>
            {
                for (int record = 0; record < batch.RecordCount; record++)
                    people.Add(RawObject.TextOf(batch, Id, record), RawObject.TextOf(batch, Email, record), arrivedAt, cancellationToken);
            }, cancellationToken).ConfigureAwait(false);
        }
    }
}
