using System.Security.Cryptography;
using System.Text;
using Cti.ObjectStores;

namespace Cti.Pipelines.Erasure;

/// <summary>Where one erasure looks besides its output. The same requests in another warehouse are another erasure: what was done here says nothing of there.</summary>
/// <param name="Warehouse">Which warehouse, told from every other.</param>
/// <param name="Archive">The archive, without a trailing slash; null for none.</param>
internal sealed record ErasureTarget(string Warehouse, string? Archive)
{
    /// <summary>Whether an erasure is one of this target. One of before targets were noted is whoever's goes on with it.</summary>
    public bool IsOf(ErasureRecord record) => record.Warehouse is null || (record.Warehouse == Warehouse && record.Archive == Archive);

    /// <summary>The key of an erasure that carries these requests out here.</summary>
    public string KeyOf(IReadOnlyList<ObjectInfo> requests)
    {
        string text = string.Join('\n', requests.Select(i => $"{i.Uri} {i.Size} {i.ETag}").Append($"warehouse {Warehouse}").Append($"archive {Archive}"));
        return $"erasure-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}";
    }
}
