using Cti.Failures;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Sinks.Runs;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines;

/// <summary>The objects that a request's inputs stand for, and what it means where there are none.</summary>
/// <param name="store">Where they are.</param>
/// <param name="logger">Hears of what is missing.</param>
internal sealed class InputListing(IObjectStore store, ILogger logger)
{
    /// <summary>The objects, in order.</summary>
    /// <exception cref="CtiException">One is missing and <c>--if-missing</c> says that it must not be.</exception>
    public async Task<IReadOnlyList<ObjectInfo>> ResolveAsync(ExtractTransformRequest request, CancellationToken cancellationToken)
    {
        if (request.Claimed is { } claimed)
            return claimed;
        ResolvedInputs resolved = WithoutOutput(request, await new ObjectResolver(store).ResolveAsync(request.Inputs, request.Dataset.Name, cancellationToken).ConfigureAwait(false));
        if (request.State is not null || request.Archive is not null)
            resolved = resolved with { Objects = [.. resolved.Objects.Where(o => !IsNamedForAnother(o.Uri, request.Dataset.Name))] };
        else if (resolved.Objects.Where(o => IsNamedForAnother(o.Uri, request.Dataset.Name)).ToList() is [var first, ..] others)
            logger.InputsNamedForAnother(others.Count, resolved.Objects.Count, first.Uri, request.Dataset.Name);
        if (resolved.Missing.Count == 0)
            return resolved.Objects;
        string missing = $"Nothing was found at {string.Join(", ", resolved.Missing)}";
        return request.IfMissing switch
        {
            // What is noted as taken has often gone to an archive: an empty folder is nothing new.
            MissingInput.Fail when request.State is not null => resolved.Objects,
            MissingInput.Fail => throw CtiException.Usage("list", $"{missing}; check --input, or say --if-missing retry or skip."),
            MissingInput.Retry => throw CtiException.Transient("list", $"{missing} yet; a later try may find it."),
            _ when resolved.Objects.Count == 0 && request.State is null => throw new CtiException(FailureKind.NothingToDo, "list", $"{missing}: nothing to do."),
            _ => GoOnWithout(resolved),
        };
    }

    /// <summary>Whether a file is named for another dataset: once this one's have gone to an archive, a folder would stand for all that is left in it.</summary>
    internal static bool IsNamedForAnother(string uri, string dataset)
    {
        string name = uri[(uri.LastIndexOf('/') + 1)..];
        return !name.StartsWith(dataset, StringComparison.Ordinal) && DatasetCatalog.NamedFor(uri) is not null;
    }

    /// <summary>Where the output lies in a folder of inputs, what earlier runs wrote is no input of the next. A plan has no output.</summary>
    private static ResolvedInputs WithoutOutput(ExtractTransformRequest request, ResolvedInputs found)
    {
        if (request.Output.Length == 0)
            return found;
        string output = StoreUri.Parse(request.Output, "write").ToString().TrimEnd('/');
        ObjectInfo[] raw = [.. found.Objects.Where(o => !RunLayout.IsPart(output, o.Uri))];
        return raw.Length == 0 && found.Objects.Count > 0 ? new ResolvedInputs([], request.Inputs) : found with { Objects = raw };
    }

    private IReadOnlyList<ObjectInfo> GoOnWithout(ResolvedInputs resolved)
    {
        foreach (string input in resolved.Missing)
            logger.InputMissing(input);
        return resolved.Objects;
    }
}
