using CrmEdge.Cloud.Core.Ledger;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Table ledger_conversion.</summary>
internal sealed class ConversionRates() : TableFactStore<ConversionRate>(
    "ledger_conversion",
    Column.Of("id", NpgsqlDbType.Uuid, (ConversionRate r) => r.Id),
    Column.Of("rate", NpgsqlDbType.Numeric, (ConversionRate r) => r.Rate),
    Column.Of("from_currency", NpgsqlDbType.Text, (ConversionRate r) => r.From.Currency.Code),
    Column.Of("from_amount", NpgsqlDbType.Bigint, (ConversionRate r) => r.From.Minor),
    Column.Of("to_currency", NpgsqlDbType.Text, (ConversionRate r) => r.To.Currency.Code),
    Column.Of("to_amount", NpgsqlDbType.Bigint, (ConversionRate r) => r.To.Minor),
    Column.Of("at", NpgsqlDbType.TimestampTz, (ConversionRate r) => r.At));
