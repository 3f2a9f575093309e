using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Ledger;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Subscriptions;

internal sealed class PaymentStore() : TableFactStore<Payment>(
    "payment",
    Column.Of("id", NpgsqlDbType.Uuid, (Payment f) => f.Id),
    Column.Of("contact", NpgsqlDbType.Uuid, (Payment f) => f.Contact),
    Column.Of("amount", NpgsqlDbType.Bigint, (Payment f) => f.Amount.Minor),
    Column.Of("currency", NpgsqlDbType.Text, (Payment f) => f.Amount.Currency.Code),
    Column.Of("method", NpgsqlDbType.Text, (Payment f) => WireName.Of(f.Method)),
    Column.Of("reference", NpgsqlDbType.Text, (Payment f) => f.Reference),
    Column.Of("at", NpgsqlDbType.TimestampTz, (Payment f) => f.At.UtcDateTime));
