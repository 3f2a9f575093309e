using CrmEdge.Edge.Core.Journal.Operations;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Edge.Core.Pos.Line;
using CrmEdge.Rules.Purchases;
using Xunit;

namespace CrmEdge.Core.Tests.Pos;

public sealed class SalePlanTests
{
    private static readonly byte[] Hash = [1, 2, 3];

    [Theory]
    [InlineData(null, false, true, SaleStep.WriteAndWait)]
    [InlineData(null, true, true, SaleStep.WriteAndWait)]
    [InlineData(null, false, false, SaleStep.WriteAndAccept)]
    [InlineData(null, true, false, SaleStep.RefuseOffline)]
    [InlineData(OperationState.Approved, true, false, SaleStep.TellStored)]
    [InlineData(OperationState.Declined, true, false, SaleStep.TellStored)]
    [InlineData(OperationState.Resolved, true, true, SaleStep.TellStored)]
    [InlineData(OperationState.Sent, true, true, SaleStep.TellPending)]
    [InlineData(OperationState.Unknown, false, true, SaleStep.TellPending)]
    public void A_sale_goes_on_by_what_is_stored_and_whether_the_cloud_is_there(
        OperationState? stored, bool spends, bool online, SaleStep step)
    {
        Assert.Equal(step, SalePlan.Next(stored is { } state ? Stored(state, Hash) : null, Hash, spends, online));
        if (stored is { } again) Assert.Equal(SaleStep.RefuseReused, SalePlan.Next(Stored(again, [9]), Hash, spends, online));
    }

    [Fact]
    public void Whatever_comes_after_its_own_reversal_is_told_so() => Assert.Equal(
        SaleStep.TellStored, SalePlan.Next(Stored(OperationState.Declined, SalePlan.TombstoneHash.ToArray()), Hash, false, true));

    [Theory]
    [InlineData(OperationState.Sent, false, false, SettleStep.Accept)]
    [InlineData(OperationState.Sent, true, false, SettleStep.Ask)]
    [InlineData(OperationState.Sent, true, true, SettleStep.Reverse)]
    [InlineData(OperationState.Unknown, true, false, SettleStep.Ask)]
    [InlineData(OperationState.Unknown, false, true, SettleStep.Reverse)]
    [InlineData(OperationState.Approved, true, false, SettleStep.Nothing)]
    [InlineData(OperationState.Resolved, true, true, SettleStep.Nothing)]
    public void What_a_start_finds_is_settled(OperationState state, bool spends, bool asked, SettleStep step) =>
        Assert.Equal(step, SalePlan.Settle(new OperationStatus(state), spends, asked));

    [Fact]
    public void Booking_keys_are_told_apart_and_fit_the_journal()
    {
        Assert.NotEqual(new BookingKey("A", "1", "2:3").Sale, new BookingKey("A", "1:2", "3").Sale);
        Assert.NotEqual(new BookingKey("A", "1", "2").Sale, new BookingKey("A", "1", "2").Reversal);
        var key = BookingKey.Parse("T", "2026-11-21:R:1")!.Value;
        Assert.Equal(("2026-11-21", "R:1"), (key.Day, key.Reference));
        Assert.Null(BookingKey.Parse("T", "nothing"));
        Assert.Null(BookingKey.Parse("T", ":1"));
        var wide = new BookingKey(new string('ä', 64), "2026-11-21", new string('€', 64)).Sale;
        Assert.True(wide.Length <= 200 && BookingKey.IsSale(wide));
    }

    [Fact]
    public void Every_code_has_a_sentence_that_ends_like_one()
    {
        var codes = PosWords.Codes.Concat(LineWords.Codes).Concat(Enum.GetValues<TicketCode>().Select(PosWords.CodeOf)).ToList();
        Assert.All(codes, code => Assert.EndsWith(".", LineWords.Say(code), StringComparison.Ordinal));
        Assert.Contains("reference_missing", codes);
    }

    private static Operation Stored(OperationState state, byte[] hash) =>
        new("k", new OperationStatus(state), hash, 1, default, default, default);
}
