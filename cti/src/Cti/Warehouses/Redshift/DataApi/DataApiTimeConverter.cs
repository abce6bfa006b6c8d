using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cti.Warehouses.Redshift.DataApi;

/// <summary>Times as the service writes them, in seconds since 1970, and as some emulators do, in ISO 8601.</summary>
internal sealed class DataApiTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return OfSeconds(reader.GetDouble());
        string text = reader.GetString() ?? throw new JsonException("a time is null");
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
            return OfSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : throw new JsonException("a time is neither a number of seconds nor ISO 8601");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds() / 1000.0);

    private static DateTimeOffset OfSeconds(double seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
