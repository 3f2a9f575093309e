using CrmEdge.Cloud.Core.Usage;
using CrmEdge.Cloud.Host.Ledger;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Usage;

internal sealed class UsageRowStore() : TableFactStore<UsageRow>(
    "usage_row",
    Column.Of("device", NpgsqlDbType.Uuid, (UsageRow f) => f.Device),
    Column.Of("boot", NpgsqlDbType.Bigint, (UsageRow f) => unchecked((long)f.Reading.Boot)),
    Column.Of("seq", NpgsqlDbType.Bigint, (UsageRow f) => f.Reading.Seq),
    Column.Of("meter", NpgsqlDbType.Text, (UsageRow f) => f.Reading.Meter),
    Column.Of("quantity", NpgsqlDbType.Numeric, (UsageRow f) => f.Reading.Quantity),
    Column.Of("measured_at", NpgsqlDbType.TimestampTz, (UsageRow f) => f.Reading.MeasuredAt.UtcDateTime),
    Column.Of("period", NpgsqlDbType.Uuid, (UsageRow f) => f.Period),
    Column.Of("transfer", NpgsqlDbType.Uuid, (UsageRow f) => f.Transfer),
    Column.Of("rated_at", NpgsqlDbType.TimestampTz, (UsageRow f) => f.RatedAt.UtcDateTime),
    Column.Of("trace", NpgsqlDbType.Text, (UsageRow f) => f.Trace));
