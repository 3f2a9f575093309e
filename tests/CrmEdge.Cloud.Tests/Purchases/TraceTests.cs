using System.Text.Json;
using CrmEdge.Cloud.Tests.Usage;

namespace CrmEdge.Cloud.Tests.Purchases;

/// <summary>The trace a caller names is found again in the answer, in the purchase and at each of its postings.</summary>
public sealed class TraceTests(PurchaseHost host)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = $"00-{Trace}-00f067aa0ba902b7-01";

    [Fact]
    public async Task A_purchase_and_its_postings_tell_the_trace_of_its_ticket_and_keep_it_when_it_is_repeated()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.OfferAsync(5);
        await counter.TopUpCashAsync(5);
        var ticket = counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed }, new { amount = 5m });
        var made = await counter.Api.PostAsync("purchases", ticket, Parent);
        Assert.Equal(Trace, made.Text("trace_id"));
        Assert.Equal(Trace, TraceOf(made));
        await counter.CashBecomesAsync(0);
        var lines = (await counter.Api.GetAsync($"wallets/{counter.Wallet}/journals")).Content.EnumerateArray()
            .Where(line => line.GetProperty("transaction_id").ValueKind == JsonValueKind.String
                && line.GetProperty("transaction_id").GetGuid() == made.Id).ToList();
        Assert.Equal(["BUSINESS_COMMERCE", "CRMCOM"], lines.Select(l => l.GetProperty("pocket").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.Equal(Trace, line.GetProperty("trace_id").GetString()));
        var posted = $"SELECT p.trace FROM ledger_transfer t JOIN purchase p ON p.id = t.ref_operation WHERE p.id = '{made.Id}'";
        Assert.Equal([Trace], (await host.Host.SqlAsync(posted)).Trim().Split('\n').Distinct());
        Assert.Equal(Trace, (await counter.Api.GetAsync($"purchases/{made.Id}")).Text("trace_id"));
    }

    [Fact]
    public async Task A_repeat_under_another_trace_is_told_the_first_one()
    {
        var counter = await Counter.OpenAsync(host);
        var ticket = counter.Purchase();
        await counter.Api.PostAsync("purchases", ticket, Parent);
        var again = await counter.Api.PostAsync("purchases", ticket, "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-00f067aa0ba902b7-01");
        Assert.Equal((Trace, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), (again.Text("trace_id"), TraceOf(again)));
    }

    [Theory]
    [InlineData("contacts/NOBODY")]
    [InlineData("clock")]
    [InlineData("nothing/of/that/name")]
    public async Task Every_answer_names_a_trace_the_caller_s_where_it_has_one(string path)
    {
        var counter = await Counter.OpenAsync(host);
        Assert.Equal(Trace, TraceOf(await counter.Api.GetAsync(path, Parent)));
        var (one, other) = (TraceOf(await counter.Api.GetAsync(path)), TraceOf(await counter.Api.GetAsync(path, "no trace")));
        Assert.Equal((32, 32), (one.Length, other.Length));
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task Usage_tells_the_trace_of_the_message_it_came_in()
    {
        var home = await MeteredBusiness.MakeAsync(host.Host);
        var device = await home.PairedAsync("TRACED-1");
        await home.SendTracedAsync(
            (Parent, MeteredBusiness.Reading(device, 1, "50")), (null, MeteredBusiness.Reading(device, 2, "50")),
            ("4111111111111111", MeteredBusiness.Reading(device, 3, "50")));
        Assert.Equal($"1:{Trace} 2:- 3:-", (await host.Host.SqlAsync(
            $"SELECT string_agg(seq || ':' || coalesce(trace, '-'), ' ' ORDER BY seq) FROM usage_row WHERE device = '{device}'")).Trim());
        Assert.Equal(1, await home.CountAsync(
            $"SELECT count(*) FROM ledger_transfer t JOIN usage_row u ON u.device = t.ref_subject AND u.transfer = t.id "
            + $"WHERE u.trace = '{Trace}' AND t.tenant = {{tenant}}"));
    }

    private static string TraceOf(ApiAnswer answer) =>
        answer.Headers.GetValues("traceparent").Single().Split('-')[1];
}
