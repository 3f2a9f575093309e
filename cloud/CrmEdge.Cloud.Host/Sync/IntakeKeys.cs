using System.Collections.Concurrent;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Keys;
using CrmEdge.Contracts.Common;
using CrmEdge.Kernel.Privacy;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Opens what edges sealed for the cloud.</summary>
internal sealed class IntakeKeys(Databases databases, TenantKeys keys)
{
    private readonly ConcurrentDictionary<(EdgeId Edge, int Id), byte[]> _opened = new();

    /// <summary>The secret; null where the box is not of this edge, or belongs to another record.</summary>
    public async Task<string?> OpenAsync(EdgeId edge, Sealed box, string context, CancellationToken ct) =>
        box.KeyId is > 0 and <= int.MaxValue && await KeyAsync(edge, (int)box.KeyId, ct) is { } key
            ? SealedBox.Open(key, context, box.Box.Span)
            : null;

    private async Task<byte[]?> KeyAsync(EdgeId edge, int id, CancellationToken ct)
    {
        if (_opened.TryGetValue((edge, id), out var known)) return known;
        await using var command = databases.Ledger.CreateCommand(
            "SELECT sealed FROM edge_intake_key WHERE tenant = $1 AND edge = $2 AND id = $3")
            .With(edge.Tenant).With(edge.Edge).With(id);
        if (await command.ExecuteScalarAsync(ct) is not byte[] sealedKey) return null;
        var ring = await keys.OfAsync(edge.Tenant, ct);
        return _opened[(edge, id)] = ring.Open(EdgeCertificates.IntakeContext(edge, id), sealedKey);
    }
}
