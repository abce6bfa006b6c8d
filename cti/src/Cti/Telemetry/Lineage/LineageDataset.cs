namespace Cti.Telemetry.Lineage;

/// <summary>A dataset's name in the form that others use for it too, so that graphs meet.</summary>
/// <param name="Namespace">Where: <c>s3://bucket</c>, <c>file</c>, <c>redshift://id.region:5439</c>.</param>
/// <param name="Name">What: a key, a path, <c>database.schema.table</c>.</param>
public sealed record LineageDataset(string Namespace, string Name)
{
    /// <summary>The name of an object or a folder.</summary>
    public static LineageDataset OfUri(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        int scheme = uri.IndexOf("://", StringComparison.Ordinal);
        int key = scheme < 0 ? -1 : uri.IndexOf('/', scheme + 3);
        return key < 0 ? new LineageDataset("file", Path.GetFullPath(uri)) : new LineageDataset(uri[..key], uri[(key + 1)..].TrimEnd('/'));
    }

    /// <summary>The name of a table's folder, which all runs of the table share, from one of its parts.</summary>
    public static LineageDataset OfPart(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        int run = uri.LastIndexOf("/run=", StringComparison.Ordinal);
        return OfUri(run < 0 ? uri : uri[..run]);
    }

    /// <summary>The folder above an object, for runs over more objects than an event should list.</summary>
    public LineageDataset Folder => this with { Name = Name.LastIndexOf('/') is > 0 and var end ? Name[..end] : "/" };
}
