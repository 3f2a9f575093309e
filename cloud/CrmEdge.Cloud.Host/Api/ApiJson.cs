using System.Text.Json;
using System.Text.Json.Serialization;
using CrmEdge.Kernel.Privacy;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>
/// How the APIs read and write JSON: snake_case, upper-case words for enums, nothing unknown and nothing twice.
/// </summary>
internal static class ApiJson
{
    public const int DepthMax = 16;

    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = DepthMax;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false));
        options.Converters.Add(new ScrubbedText());
        return options;
    }

    /// <summary>
    /// Every text of a request passes the scrubber on its way in; what must be read raw is an <see cref="Unscrubbed"/>.
    /// </summary>
    private sealed class ScrubbedText : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? Scrubber.Scrub(reader.GetString()!)
                : throw new JsonException("A text in quotes is expected.");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);

        // Names of JSON members are ours, and answers hold nothing raw.
        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Scrubber.Scrub(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value);
    }
}
