using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Devices;

internal sealed class DeviceHubStore() : TableRecordStore<DeviceHub>(
    "device_hub",
    null,
    Column.Of("device", NpgsqlDbType.Uuid, (DeviceHub r) => r.Device),
    Column.Of("edge", NpgsqlDbType.Uuid, (DeviceHub r) => r.Edge),
    Column.Of("since", NpgsqlDbType.TimestampTz, (DeviceHub r) => r.Since.UtcDateTime))
{
    public override DeviceHub Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetGuid(3), row.GetFieldValue<DateTimeOffset>(4));
}
