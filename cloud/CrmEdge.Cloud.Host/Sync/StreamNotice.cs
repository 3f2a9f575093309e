using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Enrolment;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>What hosts tell each other about streams: why which edge's are to be cut, all but one.</summary>
internal readonly record struct StreamNotice(EdgeCode Code, EdgeId Edge, Guid Keep)
{
    public static string Revoked(EdgeId edge) => new StreamNotice(EdgeCode.CertificateRevoked, edge, Guid.Empty).ToText();

    public static string Replaced(EdgeId edge, Guid keep) => new StreamNotice(EdgeCode.StreamReplaced, edge, keep).ToText();

    public static StreamNotice? Parse(string text)
    {
        var parts = text.Split(' ');
        return parts.Length == 4 && WireName.TryParse<EdgeCode>(parts[0], out var code) && Guid.TryParse(parts[1], out var tenant)
            && Guid.TryParse(parts[2], out var edge) && Guid.TryParse(parts[3], out var keep)
            ? new StreamNotice(code, new EdgeId(tenant, edge), keep)
            : null;
    }

    private string ToText() => $"{WireName.Of(Code)} {Edge.Tenant} {Edge.Edge} {Keep}";
}
