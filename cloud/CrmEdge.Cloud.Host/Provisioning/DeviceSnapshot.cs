using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CrmEdge.Cloud.Host.Devices;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Sync;
using CrmEdge.Contracts.Devices;
using CrmEdge.Contracts.Sync;
using Google.Protobuf;

namespace CrmEdge.Cloud.Host.Provisioning;

/// <summary>
/// The wishes for a hub's devices on their way to it: all of them whenever one changed, so that a wish that was lost comes with
/// the next. Each row has a version of its own, and a hub applies only what is newer. The snapshot's version stands for its
/// content.
/// </summary>
internal sealed class DeviceSnapshot(DeviceRows rows) : ISnapshotSource
{
    public string Kind => "devices";

    public async Task<SnapshotChange?> ChangeAsync(EdgeId edge, long held, CancellationToken ct)
    {
        var devices = await rows.OfAsync(edge.Tenant, edge.Edge, null, ct);
        var version = VersionOf(devices);
        return version == held ? null : new SnapshotChange(version, 0, RowsAsync(devices, ct));
    }

    private static long VersionOf(List<Device> devices)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var device in devices) hash.AppendData(device.ToByteArray());
        return Math.Max(1, BitConverter.ToInt64(hash.GetHashAndReset()) & long.MaxValue);
    }

    private static async IAsyncEnumerable<SnapshotRow> RowsAsync(
        List<Device> devices, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var device in devices)
        {
            ct.ThrowIfCancellationRequested();
            yield return new SnapshotRow { Key = device.DeviceId, Body = device.ToByteString() };
        }
        await Task.CompletedTask;
    }
}
