using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Subscriptions;

internal sealed class CreditTermsStore() : TableRecordStore<CreditTerms>(
    "credit_terms",
    null,
    Column.Of("contact", NpgsqlDbType.Uuid, (CreditTerms r) => r.Contact),
    Column.Of("currency", NpgsqlDbType.Text, (CreditTerms r) => r.Currency.Code),
    Column.Of("limit_minor", NpgsqlDbType.Bigint, (CreditTerms r) => r.LimitMinor))
{
    public override CreditTerms Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), Currency.Of(row.GetString(3)), row.IsDBNull(4) ? null : row.GetInt64(4));
}
