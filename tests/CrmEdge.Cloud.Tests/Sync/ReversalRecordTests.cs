using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Sync;
using CrmEdge.Cloud.Tests.Purchases;
using CrmEdge.Contracts.Pos;
using CrmEdge.Contracts.Sync;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Cloud.Tests.Sync;

/// <summary>A reversal whose sale the cloud never saw: the sale is refused whatever way it comes later.</summary>
public sealed class ReversalRecordTests(PurchaseHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_that_comes_after_its_reversal_is_refused_on_every_way_and_never_booked()
    {
        var counter = await Counter.OpenAsync(host);
        var edge = await EdgeAsync(counter);
        var key = new BookingKey { Tap = counter.Tap, BusinessDate = "2026-11-21", Reference = "UNSEEN-1" };
        var reversal = new Reversal { Key = key, Reason = "outcome_unknown" };
        for (var i = 0; i < 2; i++)
        {
            var undone = await ApplyAsync(edge, 1, RecordType.Reversal, reversal);
            Assert.Equal((InboxEnd.Applied, "CANCELLED"), (undone.End, ((PurchaseResult)undone.Reply!).State));
        }

        var late = await ApplyAsync(edge, 2, RecordType.Purchase, Sale(counter, key));
        Assert.Equal((InboxEnd.Declined, "already_reversed"), (late.End, late.Code));
        var ticket = counter.Purchase(reference: key.Reference);
        ticket["business_day"] = key.BusinessDate;
        await counter.RefusedAsync("already_reversed", ticket);
        Assert.Equal("0", await CountAsync($"purchase WHERE tenant = '{edge.Tenant}'"));
        Assert.Equal("1", await CountAsync($"reversed_sale WHERE tenant = '{edge.Tenant}'"));
        Assert.Equal("0", await CountAsync($"quarantine WHERE tenant = '{edge.Tenant}'"));
    }

    [Fact]
    public async Task A_reversal_of_a_sale_that_stands_cancels_it()
    {
        var counter = await Counter.OpenAsync(host);
        var edge = await EdgeAsync(counter);
        var key = new BookingKey { Tap = counter.Tap, BusinessDate = "2026-11-21", Reference = "SEEN-1" };
        Assert.Equal(InboxEnd.Applied, (await ApplyAsync(edge, 1, RecordType.Purchase, Sale(counter, key))).End);
        var undone = await ApplyAsync(edge, 2, RecordType.Reversal, new Reversal { Key = key, Reason = "customer_cancelled" });
        Assert.Equal((InboxEnd.Applied, "CANCELLED"), (undone.End, ((PurchaseResult)undone.Reply!).State));
        Assert.Equal("1", await CountAsync($"purchase WHERE tenant = '{edge.Tenant}' AND state = 'cancelled'"));
        Assert.Equal("0", await CountAsync($"reversed_sale WHERE tenant = '{edge.Tenant}'"));
    }

    private static Purchase Sale(Counter counter, BookingKey key) => new()
    {
        Key = key, Identification = new Identification { ContactId = counter.Contact.ToString() }, Currency = "EUR",
        SoldAt = new Timestamp { Seconds = 1_700_000_000 }, Totals = new Totals { Net = 840, Tax = 160, Total = 1_000 },
    };

    private static async Task<EdgeId> EdgeAsync(Counter counter)
    {
        var made = await counter.Api.PostAsync("edges",
            new { name = "Shop", organisation = $"{counter.Venue}", kind = "STORE", taps = new[] { counter.Tap } });
        return new EdgeId(counter.Business.LiveTenant, made.Id);
    }

    private async Task<InboxOutcome> ApplyAsync(EdgeId edge, long seq, RecordType type, IMessage message)
    {
        var services = host.Host.Services;
        var at = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var record = new InboxRecord(seq, (int)type, 1, at, at, false, null, message.ToByteArray());
        var marker = new InboxMarker(new InboxMark(edge.Tenant, InboxMark.IdOf(edge.Edge, edge.Tenant), seq));
        var run = new InboxRun(edge, edge.Tenant, [record], services.GetRequiredService<ILedger>(), marker);
        return await services.GetServices<IInboxHandler>().Single(h => h.Type == type).ApplyAsync(run, Ct);
    }

    private async Task<string> CountAsync(string from) => (await host.Host.SqlAsync($"SELECT count(*) FROM {from}")).Trim();
}
