using CrmEdge.Cloud.Core.Provisioning;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Contracts.Devices;

namespace CrmEdge.Cloud.Host.Devices;

/// <summary>Devices as their hub must treat them, those it had to let go among them.</summary>
internal sealed class DeviceRows(Databases databases)
{
    private const string Sql = """
        SELECT b.id, d.serial_number, CASE WHEN b.edge = h.edge THEN b.desired ELSE 'removed' END, b.version,
            coalesce((SELECT array_agg(v.meter ORDER BY v.meter) FROM subscription_service v
                WHERE v.tenant = b.tenant AND v.owner = b.subscription AND v.state = 'effective'), '{}')
        FROM device_hub h
        JOIN device_binding b ON b.tenant = h.tenant AND b.id = h.device
        JOIN device d ON d.tenant = h.tenant AND d.id = h.device
        WHERE h.tenant = $1 AND h.edge = $2 AND ($3::uuid IS NULL OR h.device = $3) ORDER BY b.id
        """;

    /// <summary>All devices of a hub, or one of them.</summary>
    public async Task<List<Device>> OfAsync(Guid tenant, Guid edge, Guid? device, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand(Sql).With(tenant).With(edge).With(device);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var devices = new List<Device>();
        while (await reader.ReadAsync(ct))
        {
            devices.Add(new Device
            {
                DeviceId = reader.GetGuid(0).ToString(), SerialNumber = reader.GetString(1),
                State = StateOf(Core.Ledger.WireName.Parse<DesiredState>(reader.GetString(2))), Version =
                    (ulong)reader.GetInt64(3),
                Meters = { reader.GetFieldValue<string[]>(4) },
            });
        }
        return devices;
    }

    private static DeviceState StateOf(DesiredState desired) => desired switch
    {
        DesiredState.Enabled => DeviceState.Enabled,
        DesiredState.Suspended => DeviceState.Suspended,
        _ => DeviceState.Removed,
    };
}
