using System.Security.Cryptography;
using System.Text;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Extraction;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Incremental;

/// <summary>Takes objects for a run: those of a dead claim first, else what is new. Every step that decides is one conditional put of the head.</summary>
internal sealed class ClaimTaker(IObjectStore store, StateLayout layout, ExtractTransformRequest request, string tool, TimeProvider clock, ILogger logger)
{
    private const int StatsAtOnce = 16;
    private readonly HeadStore _heads = new(store, layout.Head);
    private readonly TakenObjects _lists = new(store);
    private readonly Ledger _ledger = new(store, layout);
    private readonly ManifestStore _manifests = new(store);
    private readonly string _output = StoreUri.Parse(request.Output, "write").ToString().TrimEnd('/');

    /// <summary>Takes a claim.</summary>
    /// <param name="listed">What the inputs stand for now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CtiException">NothingToDo: nothing is new. Transient: what is new is being worked on by another run.</exception>
    public async Task<HeldClaim> TakeAsync(IReadOnlyList<ObjectInfo> listed, CancellationToken cancellationToken)
    {
        while (true)
        {
            (StateHead head, string? etag) = await _heads.ReadAsync(cancellationToken).ConfigureAwait(false);
            HashSet<ObjectVersion> versions = [.. listed.Select(ObjectVersion.Of)];
            int held = 0;
            bool tookOver = false;
            HeldClaim? taken = null;
            foreach (ActiveClaim claim in head.Active)
            {
                List<TakenObject> objects = await _lists.ReadAsync(layout.Claim(claim.Id), cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
                int ours = objects.Count(o => versions.Contains(o.Version));
                if (ours == 0 && !claim.Inputs.SequenceEqual(request.Inputs))
                    continue;
                held += ours;
                if (tookOver = IsDead(claim))
                {
                    taken = await TakeOverAsync(head, etag, claim, objects, cancellationToken).ConfigureAwait(false);
                    break;
                }
            }

            if (!tookOver)
                taken = await TakeNewAsync(head, etag, listed, held, cancellationToken).ConfigureAwait(false);
            if (taken is not null)
                return taken;
            await HeadStore.PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsDead(ActiveClaim claim) => claim.LeaseUntil <= clock.GetUtcNow() || OwnerProcess.IsGone(claim.Process);

    /// <summary>Null where the head is another one by now.</summary>
    private async Task<HeldClaim?> TakeNewAsync(StateHead head, string? etag, IReadOnlyList<ObjectInfo> listed, int held, CancellationToken cancellationToken)
    {
        IReadOnlyList<ObjectInfo> found = await _ledger.NewAsync(listed, head, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0 && held > 0)
            throw CtiException.Transient("state", $"{held} objects are being worked on by another run (see {layout.Head}) and nothing else is new; a later try takes them over if that run has died.");
        if (found.Count == 0)
            throw new CtiException(FailureKind.NothingToDo, "state", $"None of {listed.Count} input objects is new: nothing to do.");

        // The list first, then the head: a head never names a list that is not there.
        HeldClaim claim = await StoreListAsync(found, request.RunKey, cancellationToken).ConfigureAwait(false);
        return await _heads.TryReplaceAsync(head with { Active = [.. head.Active, claim.Entry] }, etag, cancellationToken).ConfigureAwait(false) ? claim : null;
    }

    /// <summary>The dead claim under a new owner; null where the head is another one by now, the claim's run is done after all, or nothing of the claim is left.</summary>
    private async Task<HeldClaim?> TakeOverAsync(StateHead head, string? etag, ActiveClaim dead, List<TakenObject> objects, CancellationToken cancellationToken)
    {
        Manifest? there = await _manifests.TryReadAsync(dead.Manifest, cancellationToken).ConfigureAwait(false);
        Manifest? finished = there is { IsVoid: false } ? there : null;
        HeldClaim? next = new(Owned(dead), [.. objects.Select(o => o.ToInfo())], dead.Options == Options() ? null : finished);
        if (finished is null)
        {
            IReadOnlyList<ObjectInfo> still = await UnchangedAsync(next.Objects, cancellationToken).ConfigureAwait(false);
            if (still.Count < next.Objects.Count || dead.Options != Options() || request.References.Count > 0 || there is not null)
            {
                // Its objects go on under another key. Whoever still works on it, having stood still rather than died, must not commit it after that.
                if (there is null && !await _manifests.PutAsync(dead.Manifest, VoidOf(dead), cancellationToken).ConfigureAwait(false))
                    return null;
                next = still.Count == 0 ? null : await StoreListAsync(still, GivenKey(dead, next.Objects), cancellationToken).ConfigureAwait(false);
            }
        }

        ActiveClaim[] active = [.. head.Active.SelectMany(c => c.Id != dead.Id ? [c] : next is null ? Array.Empty<ActiveClaim>() : [next.Entry])];
        if (!await _heads.TryReplaceAsync(head with { Active = active }, etag, cancellationToken).ConfigureAwait(false))
            return null;
        if (next?.Entry.Id != dead.Id)
            await store.DeleteAsync(layout.Claim(dead.Id), cancellationToken).ConfigureAwait(false);
        if (next is not null)
            logger.ClaimTakenOver(next.Entry.Run, next.Objects.Count, dead.LeaseUntil);
        return next;
    }

    /// <summary>The key that a dead claim's command gave; where it gave none, and the options are others now, this command's.</summary>
    private string? GivenKey(ActiveClaim dead, IReadOnlyList<ObjectInfo> objects)
    {
        if (dead.Options != Options())
            return request.RunKey;
        return dead.Run == RunIdentity.Of(request with { RunKey = null }, objects).Key ? null : dead.Run;
    }

    /// <summary>A crashed run without a manifest is done again: what was removed or replaced since then can no longer be part of it.</summary>
    private async Task<IReadOnlyList<ObjectInfo>> UnchangedAsync(IReadOnlyList<ObjectInfo> objects, CancellationToken cancellationToken)
    {
        bool[] same = new bool[objects.Count];
        ParallelOptions atOnce = new() { MaxDegreeOfParallelism = StatsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, same.Length, atOnce, async (i, token) =>
            same[i] = await store.StatAsync(objects[i].Uri, token).ConfigureAwait(false) is { } found && ObjectVersion.Of(found) == ObjectVersion.Of(objects[i])).ConfigureAwait(false);
        return [.. objects.Where((_, i) => same[i])];
    }

    private async Task<HeldClaim> StoreListAsync(IReadOnlyList<ObjectInfo> objects, string? runKey, CancellationToken cancellationToken)
    {
        RunIdentity identity = RunIdentity.Of(request with { RunKey = runKey }, objects);
        (string key, string manifest, _) = await new RunKeys(_manifests, _output).FindAsync(identity.Key, cancellationToken).ConfigureAwait(false);
        string id = identity.Fingerprint[..32];
        ReadOnlyMemory<byte> content = await TakenObjects.PackAsync(objects.Select(TakenObject.Of).ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false);
        if (!await store.PutIfAbsentAsync(layout.Claim(id), content, cancellationToken).ConfigureAwait(false))
        {
            // Left by a command that did not get to the head, or by one that is about to: the same versions. What is stored counts.
            objects = await _lists.ReadAsync(layout.Claim(id), cancellationToken).Select(o => o.ToInfo()).ToListAsync(cancellationToken).ConfigureAwait(false);
        }

        ActiveClaim entry = Owned(new ActiveClaim
        {
            Id = id,
            Run = key,
            Manifest = manifest,
            Options = Options(),
            Inputs = request.Inputs,
            Objects = objects.Count,
            Owner = string.Empty,
            Process = string.Empty,
            LeaseUntil = default,
        });
        return new HeldClaim(entry, objects, null);
    }

    private Manifest VoidOf(ActiveClaim claim) => new()
    {
        Tool = tool,
        Dataset = request.Dataset.Name,
        DatasetVersion = request.Dataset.Version,
        Run = claim.Run,
        IsVoid = true,
        Fingerprint = "void",
        Options = RunIdentity.OptionsOf(request),
        Inputs = [],
        Outputs = [],
        Counts = new Counts(),
        Rejects = new ManifestRejects(claim.Manifest[..(claim.Manifest.LastIndexOf('/') + 1)] + "rejects/", []),
        Timings = new ManifestTimings(clock.GetUtcNow(), 0, new Dictionary<string, double>()),
    };

    private ActiveClaim Owned(ActiveClaim claim) => claim with
    {
        Owner = Guid.NewGuid().ToString("N"),
        Process = OwnerProcess.Current(),
        LeaseUntil = clock.GetUtcNow() + Heartbeat.Lease,
    };

    /// <summary>What decides the rows besides the objects, and where they go.</summary>
    private string Options() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{RunIdentity.Of(request, []).Fingerprint} {_output}")))[..32];
}
