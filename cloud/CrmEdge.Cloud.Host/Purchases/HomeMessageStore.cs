using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Host.Ledger;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Purchases;

internal sealed class HomeMessageStore() : TableFactStore<HomeMessage>("home_message",
    Column.Of("id", Db.Uuid, (HomeMessage r) => r.Id),
    Column.Of("type", Db.Text, (HomeMessage r) => WireName.Of(r.Type)),
    Column.Of("wallet", Db.Uuid, (HomeMessage r) => r.Wallet),
    Column.Of("purchase", Db.Uuid, (HomeMessage r) => r.Purchase),
    Column.Of("attempt", Db.Uuid, (HomeMessage r) => r.Attempt),
    Column.Of("amount", Db.Bigint, (HomeMessage r) => r.Amount.Minor),
    Column.Of("currency", Db.Text, (HomeMessage r) => r.Amount.Currency.Code));
