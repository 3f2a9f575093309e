using System.Text.Json.Nodes;

namespace CrmEdge.Edge.Agent.Nexo;

/// <summary>What goes back: an answer, or that what came was no message.</summary>
/// <param name="Body">The answer; null where there is none to give.</param>
/// <param name="Code">Why not.</param>
/// <param name="Say">The same in words.</param>
internal sealed record NexoReply(JsonObject? Body, string Code, string Say)
{
    public static NexoReply Refused(string code, string say) => new(null, code, say);

    /// <summary>An answer under the header of its request.</summary>
    public static NexoReply To(NexoRequest request, JsonObject body) => new(
        new JsonObject
        {
            ["SaleToPOIResponse"] = new JsonObject
            {
                ["MessageHeader"] = Header(request.Category, request.SaleId, request.PoiId, request.ServiceId),
                [$"{request.Category}Response"] = body,
            },
        }, "ok", "");

    public static JsonObject Header(string category, string saleId, string poiId, string serviceId) => new()
    {
        ["MessageClass"] = "Service",
        ["MessageCategory"] = category,
        ["MessageType"] = "Response",
        ["ServiceID"] = serviceId,
        ["SaleID"] = saleId,
        ["POIID"] = poiId,
        ["ProtocolVersion"] = "3.0",
    };
}
