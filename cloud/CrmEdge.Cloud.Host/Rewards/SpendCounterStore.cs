using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Rewards;

internal sealed class SpendCounterStore() : TableRecordStore<SpendCounter>("spend_counter", null,
    Column.Of("number", Db.Integer, (SpendCounter r) => r.Number),
    Column.Of("amount", Db.Bigint, (SpendCounter r) => r.Amount.Minor),
    Column.Of("currency", Db.Text, (SpendCounter r) => r.Amount.Currency.Code))
{
    public override SpendCounter Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), new Money(row.GetInt64(3), Currency.Of(row.GetString(4))));
}
