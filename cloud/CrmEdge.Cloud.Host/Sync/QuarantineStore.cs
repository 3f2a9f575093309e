using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Sync;

internal sealed class QuarantineStore() : TableRecordStore<QuarantineEntry>(
    "quarantine", null,
    Column.Of("edge", NpgsqlDbType.Uuid, (QuarantineEntry e) => e.Edge),
    Column.Of("incarnation", NpgsqlDbType.Uuid, (QuarantineEntry e) => e.Incarnation),
    Column.Of("seq", NpgsqlDbType.Bigint, (QuarantineEntry e) => e.Seq),
    Column.Of("type", NpgsqlDbType.Integer, (QuarantineEntry e) => e.Type),
    Column.Of("version", NpgsqlDbType.Integer, (QuarantineEntry e) => e.Version),
    Column.Of("recorded_at", NpgsqlDbType.TimestampTz, (QuarantineEntry e) => e.RecordedAt),
    Column.Of("set_aside_at", NpgsqlDbType.TimestampTz, (QuarantineEntry e) => e.SetAsideAt),
    Column.Of("code", NpgsqlDbType.Text, (QuarantineEntry e) => e.Code),
    Column.Of("message", NpgsqlDbType.Text, (QuarantineEntry e) => e.Message),
    Column.Of("payload", NpgsqlDbType.Bytea, (QuarantineEntry e) => e.Payload.ToArray()),
    Column.Of("state", NpgsqlDbType.Text, (QuarantineEntry e) => WireName.Of(e.State)),
    Column.Of("settled_at", NpgsqlDbType.TimestampTz, (QuarantineEntry e) => e.SettledAt),
    Column.Of("trace", NpgsqlDbType.Text, (QuarantineEntry e) => e.Trace))
{
    public override QuarantineEntry Read(NpgsqlDataReader row) => new()
    {
        Tenant = row.GetGuid(0), Id = row.GetGuid(1), Edge = row.GetGuid(2), Incarnation = row.GetGuid(3), Seq = row.GetInt64(4),
        Type = row.GetInt32(5), Version = row.GetInt32(6), RecordedAt = row.GetFieldValue<DateTimeOffset>(7),
        SetAsideAt = row.GetFieldValue<DateTimeOffset>(8), Code = row.GetString(9), Message = row.GetString(10),
        Payload = row.GetFieldValue<byte[]>(11), State = WireName.Parse<QuarantineState>(row.GetString(12)),
        SettledAt = row.IsDBNull(13) ? null : row.GetFieldValue<DateTimeOffset>(13),
        Trace = row.IsDBNull(14) ? null : row.GetString(14),
    };
}
