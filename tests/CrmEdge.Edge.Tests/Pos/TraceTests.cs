using System.Diagnostics;
using CrmEdge.Edge.Agent.Channels;
using CrmEdge.Edge.Agent.Tcp;
using CrmEdge.Edge.Tests.Line;
using CrmEdge.Hosting.Tracing;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Edge.Tests.Pos;

/// <summary>What is journalled of a ticket names the ticket's trace, also after the agent was away.</summary>
public sealed class TraceTests : IAsyncDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Parent = $"00-{Trace}-b7ad6b7169203331-01";

    private readonly Store _store = new() { Settings = { ["Pos:Lines:0:Listen"] = "127.0.0.1:0" } };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Each_ticket_of_a_line_begins_a_trace_of_its_own()
    {
        await _store.StartAsync();
        var wires = _store.Get<Wires>();
        await Eventually.IsTrueAsync(() => wires.Listening.Count == 1);
        await using var till = new LineClient(await TcpChannel.ConnectAsync("127.0.0.1", wires.Listening[0].Port, Ct));
        await till.AnswerAsync("HI", "version=1", $"secret={Store.Secret}");
        foreach (var number in new[] { "R-1", "R-2", "R-1" })
            await till.AnswerAsync("SA", $"ref={number}", "day=2026-11-21", "cur=EUR", "total=10.00", $"card={Store.Pan}");
        var traces = _store.Records().Select(record => TraceContext.IdOf(record.Trace)).ToList();
        Assert.Equal(2, traces.Distinct().Count(trace => trace is { Length: 32 }));
        Assert.Equal(2, traces.Count);
    }

    [Fact]
    public async Task A_payment_that_is_undone_for_want_of_an_answer_is_undone_under_its_own_trace()
    {
        _store.Link.Reply = _ => null;
        using (Enter()) await _store.Sales.SellAsync(Store.Order("R-1", spend: true), Ct);
        Assert.Equal([(1, Trace), (2, Trace)], _store.Records().Select(record => (record.Type, TraceContext.IdOf(record.Trace))));
    }

    [Fact]
    public async Task What_is_settled_after_a_start_goes_on_under_the_trace_of_its_ticket()
    {
        _store.Link.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        Task selling;
        using (Enter()) selling = _store.Sales.SellAsync(Store.Order("R-1", spend: true), stop.Token);
        await Eventually.IsTrueAsync(() => _store.Records().Count == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => selling);
        await _store.StopAsync();
        _store.Link.Hold = null;
        _store.Link.Online = false;
        await _store.StartAsync();
        await Eventually.IsTrueAsync(() => _store.Records().Count == 2);
        Assert.Equal([(1, Trace), (2, Trace)], _store.Records().Select(record => (record.Type, TraceContext.IdOf(record.Trace))));
    }

    [Theory]
    [InlineData(Parent, true)]
    [InlineData(null, false)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", false)]
    [InlineData("4111111111111111", false)]
    public void A_trace_is_taken_over_where_the_sender_names_one_and_begun_where_not(string? header, bool taken)
    {
        var traces = _store.Get<Traces>();
        using var first = traces.Enter("ticket", header);
        using var second = traces.Enter("ticket", header);
        Assert.Equal((taken, taken), (first.TraceId.ToHexString() == Trace, second.TraceId == first.TraceId));
    }

    private Activity Enter() => _store.Get<Traces>().Enter("ticket", Parent);
}
