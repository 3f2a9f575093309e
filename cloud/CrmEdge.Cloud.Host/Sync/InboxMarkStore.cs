using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Sync;

internal sealed class InboxMarkStore() : TableRecordStore<InboxMark>(
    "inbox_mark", null, Column.Of("seq", NpgsqlDbType.Bigint, (InboxMark m) => m.Seq))
{
    public override InboxMark Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetGuid(1), row.GetInt64(2));
}
