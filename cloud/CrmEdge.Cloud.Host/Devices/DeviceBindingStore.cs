using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Provisioning;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Devices;

internal sealed class DeviceBindingStore() : TableRecordStore<DeviceBinding>(
    "device_binding",
    "owner",
    Column.Of("owner", NpgsqlDbType.Uuid, (DeviceBinding r) => r.Owner),
    Column.Of("subscription", NpgsqlDbType.Uuid, (DeviceBinding r) => r.Subscription),
    Column.Of("currency", NpgsqlDbType.Text, (DeviceBinding r) => r.Currency.Code),
    Column.Of("edge", NpgsqlDbType.Uuid, (DeviceBinding r) => r.Edge),
    Column.Of("desired", NpgsqlDbType.Text, (DeviceBinding r) => WireName.Of(r.Provision.Desired)),
    Column.Of("reason", NpgsqlDbType.Text, (DeviceBinding r) => r.Provision.Reason),
    Column.Of("version", NpgsqlDbType.Bigint, (DeviceBinding r) => r.Provision.Version),
    Column.Of("outcome", NpgsqlDbType.Text, (DeviceBinding r) => WireName.Of(r.Provision.Outcome)),
    Column.Of("applied_version", NpgsqlDbType.Bigint, (DeviceBinding r) => r.Provision.AppliedVersion),
    Column.Of("changed_at", NpgsqlDbType.TimestampTz, (DeviceBinding r) => r.Provision.ChangedAt.UtcDateTime))
{
    public override DeviceBinding Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetGuid(3), Currency.Of(row.GetString(4)),
        row.IsDBNull(5) ? null : row.GetGuid(5),
        new Provision(
            WireName.Parse<DesiredState>(row.GetString(6)), row.IsDBNull(7) ? null : row.GetString(7), row.GetInt64(8),
            WireName.Parse<ProvisionOutcome>(row.GetString(9)), row.GetInt64(10), row.GetFieldValue<DateTimeOffset>(11)));
}
