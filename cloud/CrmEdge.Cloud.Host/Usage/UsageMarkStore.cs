using CrmEdge.Cloud.Core.Usage;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Usage;

internal sealed class UsageMarkStore() : TableRecordStore<UsageMark>(
    "usage_mark",
    null,
    Column.Of("device", NpgsqlDbType.Uuid, (UsageMark r) => r.Device),
    Column.Of("boot", NpgsqlDbType.Bigint, (UsageMark r) => unchecked((long)r.Boot)),
    Column.Of("watermark", NpgsqlDbType.Bigint, (UsageMark r) => r.Seen.Watermark),
    Column.Of("above", NpgsqlDbType.Text, (UsageMark r) => SeqRange.ToText(r.Seen.Above)),
    Column.Of("closed", NpgsqlDbType.Text, (UsageMark r) => SeqRange.ToText(r.Seen.Closed)),
    Column.Of("hole_since", NpgsqlDbType.TimestampTz, (UsageMark r) => r.Seen.HoleSince?.UtcDateTime))
{
    public override UsageMark Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), unchecked((ulong)row.GetInt64(3)),
        new Seen(row.GetInt64(4), SeqRange.Parse(row.GetString(5)), SeqRange.Parse(row.GetString(6)),
        row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7)));
}
