using CrmEdge.Contracts.Pos;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Core.Journal.Operations;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.TestKit;
using Xunit;
using BookingKey = CrmEdge.Edge.Core.Pos.BookingKey;

namespace CrmEdge.Edge.Tests.Pos;

public sealed class ReversalTests : IAsyncDisposable
{
    private static readonly BookingKey Key = new(Store.Tap, "2026-11-21", "R-1");

    private readonly Store _store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_reversal_is_durable_and_repeats_get_its_answer()
    {
        await _store.Sales.SellAsync(Store.Order("R-1"), Ct);
        _store.Link.Online = false;
        var answer = await ReverseAsync();
        Assert.Equal(("reversal_accepted", SaleState.Reversed), (answer.Code, answer.State));
        Assert.Equal("reversal_accepted", (await ReverseAsync()).Code);
        Assert.Equal([1, 2], _store.Records().Select(record => record.Type));
        Assert.Equal(SaleState.Reversed, (await _store.Sales.StatusAsync(Key, Ct)).State);
    }

    [Fact]
    public async Task A_sale_that_is_reversed_before_it_comes_is_never_booked()
    {
        await ReverseAsync();
        var late = await _store.Sales.SellAsync(Store.Order("R-1"), Ct);
        Assert.Equal(("reversed_before_sale", SaleState.Declined), (late.Code, late.State));
        Assert.Equal([2], _store.Records().Select(record => record.Type));
    }

    [Fact]
    public async Task What_was_never_booked_needs_no_reversal()
    {
        _store.Link.Reply = _ => ScriptedLink.Refused("funds_short");
        await _store.Sales.SellAsync(Store.Order("R-1", spend: true), Ct);
        var answer = await ReverseAsync();
        Assert.Equal(("nothing_to_reverse", SaleState.Reversed), (answer.Code, answer.State));
        Assert.Single(_store.Records());
    }

    [Fact]
    public async Task A_reversal_the_cloud_refuses_leaves_the_sale()
    {
        await _store.Sales.SellAsync(Store.Order("R-1"), Ct);
        _store.Link.Reply = _ => ScriptedLink.Refused("already_settled");
        Assert.Equal(("already_settled", SaleState.Declined), ((await ReverseAsync()).Code, (await ReverseAsync()).State));
        Assert.Equal(SaleState.Approved, (await _store.Sales.StatusAsync(Key, Ct)).State);
    }

    [Theory]
    [InlineData(true, "sale_unknown")]
    [InlineData(false, "sale_unknown_offline")]
    public async Task Nobody_knows_a_sale_that_was_never_rung(bool online, string code)
    {
        _store.Link.Online = online;
        Assert.Equal((code, SaleState.Unknown), ((await StatusAsync()).Code, (await StatusAsync()).State));
    }

    [Theory]
    [InlineData(false, null, "accepted_offline", OperationState.Approved)]
    [InlineData(true, "POSTED", "ok", OperationState.Approved)]
    [InlineData(true, "REFUSED", "funds_short", OperationState.Declined)]
    [InlineData(true, null, "outcome_unknown_reversed", OperationState.Resolved)]
    public async Task A_sale_that_was_on_its_way_at_a_crash_is_settled(bool spend, string? cloud, string code, OperationState state)
    {
        // The answer never comes, and the agent is gone before the till's time is over.
        _store.Link.Hold = new TaskCompletionSource();
        using var crash = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var selling = _store.Sales.SellAsync(Store.Order("R-1", spend), crash.Token);
        await Eventually.IsTrueAsync(() => _store.Journal.State.Last == 1);
        Assert.Equal("in_progress", (await StatusAsync()).Code);
        await crash.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => selling);
        await _store.StopAsync();

        _store.Link.Hold = null;
        _store.Link.Status = _ => cloud switch
        {
            "POSTED" => new StatusReply { Result = ScriptedLink.Posted(400, 600) },
            "REFUSED" => new StatusReply { Result = ScriptedLink.Refused("funds_short") },
            _ => new StatusReply { Unknown = new Contracts.Common.Refusal { Code = "sale_unknown" } },
        };
        await _store.StartAsync();
        await Eventually.IsTrueAsync(() => _store.Journal.Reader.OpenOperations(1).Count == 0);
        Assert.Equal(state, _store.Journal.Reader.FindOperation(Key.Sale)!.Status.State);
        _store.Link.Online = false;
        Assert.Equal(code, (await StatusAsync()).Code);
        Assert.Equal(code == "outcome_unknown_reversed" ? 2 : 1, _store.Records().Count);
    }

    [Fact]
    public async Task After_a_start_the_cloud_is_waited_for_before_a_spend_is_undone()
    {
        var time = new FakeTimeProvider();
        _store.Time = time;
        _store.Settings["Pos:SettleSeconds"] = "30";
        _store.Link.Hold = new TaskCompletionSource();
        using var crash = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var selling = _store.Sales.SellAsync(Store.Order("R-1", spend: true), crash.Token);
        await Eventually.IsTrueAsync(() => _store.Journal.State.Last == 1);
        await crash.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => selling);
        await _store.StopAsync();
        _store.Link.Online = false;
        _store.Link.Status = _ => new StatusReply { Result = ScriptedLink.Posted(400, 600) };
        await _store.StartAsync();
        await _store.Logs.SeenAsync(2206);
        Assert.Single(_store.Journal.Reader.OpenOperations(10));
        _store.Link.Online = true;
        await _store.Logs.SeenAsync(2205);
        Assert.Equal(SaleState.Approved, (await StatusAsync()).State);
    }

    [Fact]
    public async Task The_name_of_a_message_is_forgotten_after_two_days_and_the_sale_is_not()
    {
        var time = new FakeTimeProvider();
        _store.Time = time;
        await _store.Sales.SellAsync(Store.Order("R-1", alias: "nexo:1"), Ct);
        var sweep = new AliasSweep(_store.Journal, time);
        time.Advance(TimeSpan.FromHours(47));
        await sweep.SweepAsync(Ct);
        Assert.NotNull(_store.Sales.StatusOfMessage("nexo:1"));
        Assert.Equal("message_reused", (await _store.Sales.SellAsync(Store.Order("R-2", alias: "nexo:1"), Ct)).Code);
        time.Advance(TimeSpan.FromHours(2));
        await sweep.SweepAsync(Ct);
        Assert.Null(_store.Sales.StatusOfMessage("nexo:1"));
        Assert.Equal(SaleState.Approved, (await StatusAsync()).State);
    }

    private Task<SaleAnswer> ReverseAsync() => _store.Sales.ReverseAsync(Key, "customer_cancelled", null, Ct);

    private Task<SaleAnswer> StatusAsync() => _store.Sales.StatusAsync(Key, Ct);
}
