using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Rewards;

internal sealed class ContactStandingStore() : TableRecordStore<ContactStanding>("contact_standing", null,
    Column.Of("spend_blocked", Db.Boolean, (ContactStanding r) => r.SpendBlocked))
{
    public override ContactStanding Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetGuid(1), row.GetBoolean(2));
}
