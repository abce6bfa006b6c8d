using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cti.Tests.Cli.Schemas;

/// <summary>Validates documents by Ajv, a validator of other people's making, under Node.js.</summary>
internal static class JsonSchemaValidator
{
    private static readonly string Folder = Path.Combine(Repository.Root, "cti", "tests", "json-schema");
    private static readonly Lock Installing = new();

    /// <summary>The violations of each document, in order; an empty list where it is valid.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Validate(string schema, params IReadOnlyList<string> documents) => Validate(schema, [], documents);

    /// <summary>The same by a schema that refers to others, which are given.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Validate(string schema, IReadOnlyList<string> references, IReadOnlyList<string> documents)
    {
        Install();
        var request = new JsonObject
        {
            ["schema"] = JsonNode.Parse(schema),
            ["references"] = new JsonArray([.. references.Select(r => JsonNode.Parse(r))]),
            ["documents"] = new JsonArray([.. documents.Select(d => JsonNode.Parse(d))]),
        };
        string answer = Run("node", ["validate.mjs"], request.ToJsonString());
        return JsonSerializer.Deserialize<List<List<string>>>(answer)!;
    }

    private static void Install()
    {
        lock (Installing)
        {
            if (!File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
            {
                Run("npm", ["ci", "--no-fund", "--no-audit"], string.Empty);
            }
        }
    }

    private static string Run(string program, IReadOnlyList<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.Result}");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{program} could not be started: install Node.js 20 or later with npm.", exception);
        }
    }
}
