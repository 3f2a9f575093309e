using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using static CrmEdge.Cloud.Host.Wallet.RowValues;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>The columns of a purchase, in the order in which they are read back after tenant and id.</summary>
internal static class PurchaseColumns
{
    public static readonly IReadOnlyList<Column<Purchase>> All =
    [
        Of("attempt", Db.Uuid, r => r.Attempt), Of("contact", Db.Uuid, r => r.Contact), Of("wallet", Db.Uuid, r => r.Wallet),
        Of("organisation", Db.Uuid, r => r.Organisation), Of("tap", Db.Text, r => r.Tap),
            Of("business_day", Db.Text, r => r.BusinessDay),
        Of("reference", Db.Text, r => r.Reference), Of("classification", Db.Uuid, r => r.Classification),
        Of("payment_medium", Db.Text, r => r.PaymentMedium), Of("at", Db.TimestampTz, r => r.At.ToUniversalTime()),
        Of("recorded_at", Db.TimestampTz, r => r.RecordedAt.ToUniversalTime()),
            Of("currency", Db.Text, r => r.Total.Currency.Code),
        Of("net", Db.Bigint, r => r.Net.Minor), Of("tax", Db.Bigint, r => r.Tax.Minor),
            Of("total", Db.Bigint, r => r.Total.Minor),
        Of("discount", Db.Bigint, r => r.Discount.Minor), Of("rung", Db.Bigint, r => r.Rung?.Minor),
        Of("rung_currency", Db.Text, r => r.Rung?.Currency.Code), Of("rate", Db.Numeric, r => r.Rate),
        Of("awarded", Db.Bigint, r => r.Awarded.Minor), Of("redeemed", Db.Bigint, r => r.Redeemed.Minor),
        Of("spent_business", Db.Bigint, r => r.SpentBusiness.Minor), Of("spent_cash", Db.Bigint, r => r.SpentCash.Minor),
        Of("amount_to_pay", Db.Bigint, r => r.AmountToPay.Minor), Of("state", Db.Text, r => WireName.Of(r.State)),
        Of("arrears", Db.Bigint, r => r.Arrears?.Minor), Of("trace", Db.Text, r => r.Trace),
    ];

    /// <summary>For a SELECT that <see cref="Read"/> is to read.</summary>
    public static readonly string Names = "tenant, id, " + string.Join(", ", All.Select(column => column.Name));

    public static Purchase Read(NpgsqlDataReader row)
    {
        var currency = Currency.Of(row.GetString(13));
        Money Amount(int column) => new(row.GetInt64(column), currency);
        return new Purchase
        {
            Tenant = row.GetGuid(0),
            Id = row.GetGuid(1),
            Attempt = row.GetGuid(2),
            Contact = row.GetGuid(3),
            Wallet = Id(row, 4),
            Organisation = row.GetGuid(5),
            Tap = row.GetString(6),
            BusinessDay = row.GetString(7),
            Reference = row.GetString(8),
            Classification = Id(row, 9),
            PaymentMedium = Words(row, 10),
            At = row.GetFieldValue<DateTimeOffset>(11),
            RecordedAt = row.GetFieldValue<DateTimeOffset>(12),
            Net = Amount(14),
            Tax = Amount(15),
            Total = Amount(16),
            Discount = Amount(17),
            Rung = row.IsDBNull(18) ? null : new Money(row.GetInt64(18), Currency.Of(row.GetString(19))),
            Rate = row.IsDBNull(20) ? null : row.GetDecimal(20),
            Awarded = Amount(21),
            Redeemed = Amount(22),
            SpentBusiness = Amount(23),
            SpentCash = Amount(24),
            AmountToPay = Amount(25),
            State = WireName.Parse<PurchaseState>(row.GetString(26)),
            Arrears = row.IsDBNull(27) ? null : Amount(27),
            Trace = Words(row, 28),
        };
    }

    private static Column<Purchase> Of<TValue>(string name, Db type, Func<Purchase, TValue> value) =>
        Column.Of(name, type, value);
}
