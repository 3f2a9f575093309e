using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Billing;

/// <summary>What one service used at one price in one period, as it stands on an invoice.</summary>
/// <param name="Period">The record of what was charged.</param>
/// <param name="Service">The service.</param>
/// <param name="Price">The price.</param>
/// <param name="Cycle">The period used in: the invoice's own, or an earlier one where readings came late.</param>
/// <param name="Quantity">Units in all of the period.</param>
/// <param name="Amount">Net, less what earlier invoices had of it; negative where that was too much.</param>
public sealed record InvoiceItem(Guid Period, Guid Service, Guid Price, BillingCycle Cycle, decimal Quantity, Money Amount);

/// <summary>An item with its tax, rounded by line.</summary>
/// <param name="Item">What is charged.</param>
/// <param name="Tax">The tax on it.</param>
public sealed record TaxedItem(InvoiceItem Item, Money Tax);

/// <summary>An invoice before it has a number. It follows from its items alone, so that it can be worked out again.</summary>
/// <param name="Lines">Its lines.</param>
/// <param name="Net">Sum of the amounts.</param>
/// <param name="Tax">Sum of the taxes.</param>
public sealed record InvoiceDraft(IReadOnlyList<TaxedItem> Lines, Money Net, Money Tax)
{
    /// <summary>What is to be paid.</summary>
    public Money Total => Net + Tax;

    /// <summary>Works an invoice out.</summary>
    /// <param name="items">What was charged; items of nothing are left out.</param>
    /// <param name="taxPercent">The rate at the invoice's date, such as 19; tax is half away from zero on each line.</param>
    /// <param name="currency">Of all items.</param>
    public static InvoiceDraft Of(IEnumerable<InvoiceItem> items, decimal taxPercent, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(items);
        var lines = items.Where(i => i.Amount.Minor != 0)
            .OrderBy(i => i.Cycle.Start).ThenBy(i => i.Service).ThenBy(i => i.Price)
            .Select(i => new TaxedItem(i, i.Amount.Percent(taxPercent))).ToList();
        return new InvoiceDraft(lines,
            lines.Aggregate(Money.Zero(currency), (sum, line) => sum + line.Item.Amount),
            lines.Aggregate(Money.Zero(currency), (sum, line) => sum + line.Tax));
    }
}
