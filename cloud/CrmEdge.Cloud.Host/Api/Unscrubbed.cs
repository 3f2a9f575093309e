using System.Text.Json;
using System.Text.Json.Serialization;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>
/// A value that arrives raw because it is hashed or sealed at once: it may be a card number. It never prints itself.
/// </summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct Unscrubbed(string Raw)
{
    public override string ToString() => "[not shown]";

    private sealed class Converter : JsonConverter<Unscrubbed>
    {
        public override Unscrubbed Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? new Unscrubbed(reader.GetString()!)
                : throw new JsonException("A text in quotes is expected.");

        public override void Write(Utf8JsonWriter writer, Unscrubbed value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Raw);
    }
}
