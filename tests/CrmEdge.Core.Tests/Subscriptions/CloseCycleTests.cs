using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Core.Usage;
using Xunit;
using static CrmEdge.Core.Tests.Subscriptions.MeteredHome;

namespace CrmEdge.Core.Tests.Subscriptions;

public sealed class CloseCycleTests
{
    private readonly MeteredHome _home = new();

    [Fact]
    public void The_invoice_is_the_sum_of_the_charges_and_is_made_once()
    {
        _home.Meter(Read(1, 20), Read(2, 3.3m), Read(3, 2, "m3"));
        var charged = _home.Owed;
        var closed = _home.Close(FirstDay);
        Assert.Equal((CloseCode.Closed, 1, charged), (closed.Code, closed.Invoice!.Number, closed.Invoice.Net.Minor));
        Assert.Equal(charged, _home.Facts<InvoiceLine>().Sum(l => l.Line.Item.Amount.Minor));
        var before = _home.Transfers;
        var again = _home.Close(FirstDay);
        Assert.Equal((CloseCode.AlreadyClosed, closed.Invoice, before), (again.Code, again.Invoice, _home.Transfers));
        _home.MustBeRight();
    }

    [Fact]
    public void Tax_is_posted_with_the_invoice()
    {
        _home.Meter(Read(1, 2, "m3"));
        var invoice = _home.Close(FirstDay, tax: 19).Invoice!;
        Assert.Equal((2_000, 380), (invoice.Net.Minor, invoice.Tax.Minor));
        Assert.Equal((2_380, 380), (_home.Owed, _home.Balance(AccountKind.Tax)));
        _home.MustBeRight();
    }

    [Fact]
    public void A_reading_that_comes_after_the_invoice_is_a_line_of_the_next_one()
    {
        _home.Meter(Read(1, 20));
        _home.Close(FirstDay);
        _home.Meter(Read(2, 4), Read(3, 18, at: February.AddMonths(1)));
        var next = _home.Close(new DateOnly(2026, 2, 28)).Invoice!;
        Assert.Equal((2, 150), (next.Number, next.Net.Minor));
        var lines = _home.Facts<InvoiceLine>().Where(l => l.Invoice == next.Id).Select(l => l.Line.Item).ToList();
        Assert.Equal([(FirstDay, 24m, 50L), (new DateOnly(2026, 2, 28), 18m, 100L)],
            lines.Select(l => (l.Cycle.Start, l.Quantity, l.Amount.Minor)));
        Assert.Equal(_home.Owed, _home.Records<Invoice>().Sum(i => i.Net.Minor));
        Assert.All(_home.Records<PeriodUsage>(), p => Assert.Equal(p.Total.Charged, p.Invoiced));
    }

    [Fact]
    public void A_cycle_without_charges_closes_without_an_invoice_and_takes_no_number()
    {
        Assert.Equal((CloseCode.Closed, null), (_home.Close(FirstDay).Code, _home.Close(FirstDay).Invoice));
        _home.Meter(Read(1, 18, at: February.AddMonths(1)));
        Assert.Equal(1, _home.Close(new DateOnly(2026, 2, 28)).Invoice!.Number);
    }

    [Fact]
    public void Cycles_close_in_order_and_not_before_their_end()
    {
        Assert.Equal(CloseCode.OutOfOrder, _home.Close(new DateOnly(2026, 2, 28)).Code);
        Assert.Equal(CloseCode.NotDue, _home.Close(FirstDay, at: new DateTimeOffset(2026, 2, 27, 23, 59, 0, TimeSpan.Zero)).Code);
        Assert.Equal(CloseCode.Closed, _home.Close(FirstDay).Code);
    }
}
