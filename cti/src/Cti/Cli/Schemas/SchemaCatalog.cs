using System.Reflection;

namespace Cti.Cli.Schemas;

/// <summary>The JSON Schemas (draft 2020-12) of the documents this program reads and writes.</summary>
public static class SchemaCatalog
{
    /// <summary>Names of the documents, as <c>cti schema NAME</c> takes them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["settings", "result", "manifest", "reject", "plan", "proof"];

    /// <summary>The schema's JSON text.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such schema.</exception>
    public static string Read(string name)
    {
        Assembly assembly = typeof(SchemaCatalog).Assembly;
        using Stream? stream = assembly.GetManifestResourceStream($"Cti.Cli.Schemas.{name}.schema.json");
        if (stream is null)
        {
            throw new ArgumentOutOfRangeException(nameof(name), name, "No such schema.");
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
