using System.Globalization;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Keys;
using CrmEdge.Contracts.Sync;
using Google.Protobuf;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>The keys that identification values are hashed under: edges take over a rotation without being enrolled
/// again.</summary>
internal sealed class KeySnapshot(TenantKeys keys) : ISnapshotSource
{
    private const int LiveKeysMax = 1_024;

    public string Kind => "keys";

    public async Task<SnapshotChange?> ChangeAsync(EdgeId edge, long held, CancellationToken ct)
    {
        var cim = (await keys.OfAsync(edge.Tenant, ct)).Cim;
        var version = ((long)cim[0].Id * LiveKeysMax) + cim.Count;
        return version == held ? null : new SnapshotChange(version, 0, cim.Select(Row).ToAsyncEnumerable());
    }

    private static SnapshotRow Row(CimKey key) => new()
    {
        Key = key.Id.ToString(CultureInfo.InvariantCulture),
        Body = new Contracts.Enrolment.CimKey { Id = (uint)key.Id, Secret = ByteString.CopyFrom(key.Secret.Span) }.ToByteString(),
    };
}
