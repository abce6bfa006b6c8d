using System.Globalization;
using System.Text;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Pipelines.Doctor;

/// <summary>Folders and buckets: whether a run may list and read its inputs, and list, write, read and delete where it writes.</summary>
/// <param name="store">Where they are.</param>
internal sealed class StoreChecks(IObjectStore store)
{
    private const string ReadAdvice = "the role needs s3:ListBucket on the bucket and s3:GetObject on the prefix (and kms:Decrypt on its key)";
    private const string WriteAdvice = "the role needs s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload there (and kms:Decrypt and kms:GenerateDataKey on its key)";

    /// <summary>Lists each input and reads from its first object.</summary>
    public async Task InputsAsync(CheckList checks, IReadOnlyList<string> inputs, string? dataset, CancellationToken cancellationToken)
    {
        if (inputs.Count == 0)
            checks.Add(Check.NotChecked("input", "none was named", "say --input"));
        foreach (string input in inputs)
            await checks.AddAsync("input " + input, ReadAdvice, () => InputAsync(input, dataset, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Lists, writes, reads and deletes a probe.</summary>
    /// <returns>Whether all of it could be done.</returns>
    public async Task<bool> OutputAsync(CheckList checks, string? output, CancellationToken cancellationToken)
    {
        if (output is not null)
            return await checks.AddAsync("output " + output, WriteAdvice, () => ProbeAsync("output " + output, output, cancellationToken)).ConfigureAwait(false);
        checks.Add(Check.NotChecked("output", "none was named", "say --output"));
        return false;
    }

    private async Task<Check> InputAsync(string input, string? dataset, CancellationToken cancellationToken)
    {
        ResolvedInputs found = await new ObjectResolver(store).ResolveAsync([input], dataset, cancellationToken).ConfigureAwait(false);
        if (found.Objects.Count == 0)
            return Check.Warning("input " + input, "it can be listed, and there is no object", "correct the URI, or wait: extract-transform ends with exit code 2 here unless --if-missing says otherwise");
        Stream stream = await store.OpenReadAsync(found.Objects[0], cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] first = new byte[1];
            await stream.ReadAsync(first, cancellationToken).ConfigureAwait(false);
        }

        return Check.Ok("input " + input, string.Create(CultureInfo.InvariantCulture, $"{found.Objects.Count} objects of {found.Objects.Sum(o => o.Size)} bytes; {found.Objects[0].Uri} can be read"));
    }

    // By a conditional put, as manifests are written: a server that cannot do that would let two runs overwrite each other.
    private async Task<Check> ProbeAsync(string name, string output, CancellationToken cancellationToken)
    {
        string folder = StoreUri.Parse(output, "write").ToString();
        string probe = StoreUri.Combine(folder, $".cti-doctor-{Guid.NewGuid():N}");
        byte[] content = Encoding.UTF8.GetBytes(probe);
        await foreach (ObjectInfo _ in store.ListAsync(folder, cancellationToken).ConfigureAwait(false))
            break;
        bool written = await store.PutIfAbsentAsync(probe, content, cancellationToken).ConfigureAwait(false);
        try
        {
            bool again = written && await store.PutIfAbsentAsync(probe, content, cancellationToken).ConfigureAwait(false);
            if (!written || again)
                return Check.Failed(name, FailureKind.Usage, "the server takes no conditional put (If-None-Match), by which a manifest is written once", "use Amazon S3 or a server that knows conditional puts");
            ObjectInfo info = await store.StatAsync(probe, cancellationToken).ConfigureAwait(false)
                ?? throw CtiException.Transient("read", $"{probe} was written, and is not there; try again.");
            Stream stream = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
                await stream.ReadExactlyAsync(new byte[content.Length], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also after a cancellation: nothing else would take the probe away.
            await store.DeleteAsync(probe, CancellationToken.None).ConfigureAwait(false);
        }

        return Check.Ok(name, "a probe was listed, written, read and deleted");
    }
}
