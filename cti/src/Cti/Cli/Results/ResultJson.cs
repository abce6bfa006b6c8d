using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cti.Cli.Results;

/// <summary>Writes results as JSON: one line, raw Unicode, line breaks escaped.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(VerbResult))]
public sealed partial class ResultJson : JsonSerializerContext
{
    private static readonly ResultJson Line = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<ResultStatus>() },
    });

    /// <summary>The result as one line of JSON, without the line's end.</summary>
    public static string ToLine(VerbResult result) => JsonSerializer.Serialize(result, Line.VerbResult);
}
