using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Rules.Sync;
using Xunit;

namespace CrmEdge.Core.Tests.Sync;

public sealed class EdgeRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid One = new("11111111-1111-1111-1111-111111111111");
    private static readonly Guid Two = new("22222222-2222-2222-2222-222222222222");

    [Fact]
    public void A_greeting_is_checked_in_one_order()
    {
        var good = new EdgeStanding(true, false, false, One, true, false);
        Assert.Equal(EdgeCode.Ok, HelloRule.Check(good, One));
        Assert.Equal(EdgeCode.Ok, HelloRule.Check(good with { Current = null }, Two));
        Assert.Equal(EdgeCode.Ok, HelloRule.Check(good with { CurrentIsLive = false }, Two));
        Assert.Equal(EdgeCode.IncarnationConflict, HelloRule.Check(good, Two));
        Assert.Equal(EdgeCode.IncarnationConflict, HelloRule.Check(good with { OtherRun = true }, One));
        Assert.Equal(EdgeCode.Ok, HelloRule.Check(good with { OtherRun = true, CurrentIsLive = false }, One));
        Assert.Equal(EdgeCode.ProtocolTooOld, HelloRule.Check(good with { Protocol = ProtocolFit.TooOld }, Guid.Empty));
        Assert.Equal(EdgeCode.ProtocolTooNew, HelloRule.Check(good with { Protocol = ProtocolFit.TooNew, Retired = true }, One));
        Assert.Equal(EdgeCode.CertificateExpired,
            HelloRule.Check(good with { Protocol = ProtocolFit.TooNew, Expired = true }, One));
        Assert.Equal(EdgeCode.IncarnationRetired, HelloRule.Check(good with { Retired = true }, Two));
        Assert.Equal(EdgeCode.ProtocolBroken, HelloRule.Check(good, Guid.Empty));
        Assert.Equal(EdgeCode.CertificateExpired, HelloRule.Check(good with { Expired = true }, One));
        Assert.Equal(EdgeCode.CertificateRevoked, HelloRule.Check(good with { Revoked = true, Expired = true }, One));
        Assert.Equal(EdgeCode.CertificateUnknown, HelloRule.Check(good with { CertificateKnown = false, Revoked = true }, One));
    }

    [Fact]
    public void A_pairing_code_enrols_one_key_in_its_time()
    {
        byte[] mine = [1], other = [2];
        var fresh = new FoundCode(Now.AddMinutes(1), null, false);
        Assert.Equal(EdgeCode.Ok, EnrolRule.Check(fresh, mine, Now, Now));
        Assert.Equal(EdgeCode.Ok, EnrolRule.Check(fresh with { UsedBy = mine }, mine, null, Now));
        Assert.Equal(EdgeCode.CodeUnknown, EnrolRule.Check(null, mine, Now, Now));
        Assert.Equal(EdgeCode.CodeUsed, EnrolRule.Check(fresh with { UsedBy = other }, mine, Now, Now));
        Assert.Equal(EdgeCode.CodeExpired, EnrolRule.Check(fresh, mine, Now, Now.AddMinutes(1)));
        Assert.Equal(EdgeCode.CertificateRevoked, EnrolRule.Check(fresh with { EdgeRevoked = true }, mine, Now, Now));
        Assert.Equal(EdgeCode.ClockFarOff, EnrolRule.Check(fresh, mine, Now - EnrolRule.ClockOffMax - TimeSpan.FromSeconds(1),
            Now));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(150, 50)]
    [InlineData(200, 0)]
    [InlineData(5_000, 0)]
    public void Credit_shrinks_as_the_backlog_grows(long backlog, int credit) =>
        Assert.Equal(credit, CreditRule.Of(100, 200, backlog));

    [Fact]
    public void Every_code_says_what_to_do() =>
        Assert.All(Enum.GetValues<EdgeCode>().Except([EdgeCode.Ok]),
            code => Assert.EndsWith(".", EdgeRefusals.Message(code).TrimEnd(')'), StringComparison.Ordinal));

    [Theory]
    [InlineData(StreamState.Silent, StreamInput.Hello, StreamState.Welcomed)]
    [InlineData(StreamState.Silent, StreamInput.Batch, null)]
    [InlineData(StreamState.Silent, StreamInput.SnapshotApplied, null)]
    [InlineData(StreamState.Silent, StreamInput.Unknown, null)]
    [InlineData(StreamState.Silent, StreamInput.End, StreamState.Ended)]
    [InlineData(StreamState.Welcomed, StreamInput.Hello, null)]
    [InlineData(StreamState.Welcomed, StreamInput.Batch, StreamState.Welcomed)]
    [InlineData(StreamState.Welcomed, StreamInput.SnapshotApplied, StreamState.Welcomed)]
    [InlineData(StreamState.Welcomed, StreamInput.Unknown, StreamState.Welcomed)]
    [InlineData(StreamState.Welcomed, StreamInput.End, StreamState.Ended)]
    [InlineData(StreamState.Ended, StreamInput.Batch, StreamState.Ended)]
    public void A_stream_begins_with_one_hello(StreamState state, StreamInput input, StreamState? next) =>
        Assert.Equal(next, StreamSteps.Next(state, input));
}
