using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cti.Pipelines.Erasure;

/// <summary>Where the files of erasures are.</summary>
/// <param name="Output">The folder or <c>s3://bucket/prefix</c> of all runs, without a trailing slash.</param>
internal sealed record ErasureLayout(string Output)
{
    private const string RecordName = "erasure.";
    private const string RecordEnd = ".json";

    /// <summary>The folder of all erasures; its name is hidden, so that an output inside an input folder is no input.</summary>
    public string Folder => $"{Output}/_erasures/";

    /// <summary>Says who erases just now.</summary>
    public string Turn => $"{Folder}turn.json";

    /// <summary>The folder of one erasure.</summary>
    public string FolderOf(string key) => $"{Folder}{key}/";

    /// <summary>What an erasure is about and how far it is.</summary>
    /// <remarks>Its name tells the latest request, so that runs over later inputs need not read it.</remarks>
    public string Record(string key, long latestRequest) => string.Create(CultureInfo.InvariantCulture, $"{FolderOf(key)}{RecordName}{latestRequest}{RecordEnd}");

    /// <summary>What was changed where.</summary>
    public string Proof(string key) => $"{Folder}{key}/proof.json";

    /// <summary>The folder of the notes that the proof is made of.</summary>
    public string Notes(string key) => $"{Folder}{key}/notes/";

    /// <summary>The note of one place.</summary>
    public string Note(string key, string place) => $"{Notes(key)}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..32]}.json";

    /// <summary>The latest request of the erasure that an object is the record of; null where it is no record.</summary>
    public static long? LatestRequestOf(string uri)
    {
        string name = uri[(uri.LastIndexOf('/') + 1)..];
        bool isRecord = name.StartsWith(RecordName, StringComparison.Ordinal) && name.EndsWith(RecordEnd, StringComparison.Ordinal) && name.Length > RecordName.Length + RecordEnd.Length;
        return isRecord && long.TryParse(name.AsSpan(RecordName.Length, name.Length - RecordName.Length - RecordEnd.Length), NumberStyles.Integer, CultureInfo.InvariantCulture, out long latest) ? latest : null;
    }
}
