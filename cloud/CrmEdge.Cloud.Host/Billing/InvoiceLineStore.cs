using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Ledger;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Billing;

internal sealed class InvoiceLineStore() : TableFactStore<InvoiceLine>(
    "invoice_line",
    Column.Of("invoice", NpgsqlDbType.Uuid, (InvoiceLine f) => f.Invoice),
    Column.Of("number", NpgsqlDbType.Integer, (InvoiceLine f) => f.Number),
    Column.Of("service", NpgsqlDbType.Uuid, (InvoiceLine f) => f.Line.Item.Service),
    Column.Of("price", NpgsqlDbType.Uuid, (InvoiceLine f) => f.Line.Item.Price),
    Column.Of("period", NpgsqlDbType.Uuid, (InvoiceLine f) => f.Line.Item.Period),
    Column.Of("cycle_start", NpgsqlDbType.Date, (InvoiceLine f) => f.Line.Item.Cycle.Start),
    Column.Of("cycle_end", NpgsqlDbType.Date, (InvoiceLine f) => f.Line.Item.Cycle.End),
    Column.Of("quantity", NpgsqlDbType.Numeric, (InvoiceLine f) => f.Line.Item.Quantity),
    Column.Of("amount", NpgsqlDbType.Bigint, (InvoiceLine f) => f.Line.Item.Amount.Minor),
    Column.Of("tax", NpgsqlDbType.Bigint, (InvoiceLine f) => f.Line.Tax.Minor));
