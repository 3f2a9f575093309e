using System.Text.Json;

namespace CrmEdge.Edge.Agent.Nexo;

/// <summary>A message as it came: its header, and the body of its category.</summary>
/// <param name="Category">Payment, Loyalty, …</param>
/// <param name="SaleId">The till: its TAP.</param>
/// <param name="PoiId">The name under which the till knows us.</param>
/// <param name="ServiceId">The message's number at its till.</param>
/// <param name="Body">The <c>…Request</c> object.</param>
internal sealed record NexoRequest(string Category, string SaleId, string PoiId, string ServiceId, JsonElement Body)
{
    private const int IdCharactersMax = 64;
    private const int DepthMax = 32;

    /// <summary>The name its answer is remembered by.</summary>
    public string Alias => AliasOf(SaleId, PoiId, ServiceId);

    public static string AliasOf(string saleId, string poiId, string serviceId) =>
        $"nexo:{saleId.Length}:{saleId}:{poiId.Length}:{poiId}:{serviceId}";

    /// <summary>Reads a message, or names what is wrong with it.</summary>
    public static (NexoRequest? Request, NexoReply? Refused) Read(ReadOnlyMemory<byte> json)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DepthMax });
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            return (null, NexoReply.Refused("malformed_json",
                $"The message is no JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}). "
                + "Correct it and send it again; nothing was changed."));
        }
        var fields = new JsonFields();
        var category = fields.Required(root, "SaleToPOIRequest", "MessageHeader", "MessageCategory");
        var request = new NexoRequest(
            category, Id(fields, root, "SaleID"), Id(fields, root, "POIID"), Id(fields, root, "ServiceID"),
            fields.At(root, "SaleToPOIRequest", $"{category}Request") ?? default);
        var type = fields.Text(root, "SaleToPOIRequest", "MessageHeader", "MessageType");
        if (type is not "Request") fields.Blame("SaleToPOIRequest", "MessageHeader", "MessageType");
        if (request.Body.ValueKind != JsonValueKind.Object) fields.Blame("SaleToPOIRequest", $"{category}Request");
        return fields.Wrong is null ? (request, null) : (null, NexoReply.Refused("malformed_message",
            $"{fields.Wrong} is missing or not as it should be. Correct it and send it again; nothing was changed."));
    }

    private static string Id(JsonFields fields, JsonElement root, string name)
    {
        var id = fields.Required(root, "SaleToPOIRequest", "MessageHeader", name);
        var sound = id.Length <= IdCharactersMax && id.All(c => c is > ' ' and <= '~');
        if (!sound) fields.Blame("SaleToPOIRequest", "MessageHeader", name);
        return sound ? id : "";
    }
}
