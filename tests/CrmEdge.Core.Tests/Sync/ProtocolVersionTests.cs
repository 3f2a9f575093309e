using CrmEdge.Rules.Sync;
using Xunit;

namespace CrmEdge.Core.Tests.Sync;

public sealed class ProtocolVersionTests
{
    [Theory]
    [InlineData(1, 0, ProtocolFit.Fits)]
    [InlineData(1, 1, ProtocolFit.Fits)]
    [InlineData(1, 2, ProtocolFit.Fits)]
    [InlineData(1, 3, ProtocolFit.TooNew)]
    [InlineData(2, 0, ProtocolFit.Fits)]
    [InlineData(3, 0, ProtocolFit.TooOld)]
    [InlineData(7, 5, ProtocolFit.TooOld)]
    [InlineData(7, 6, ProtocolFit.Fits)]
    [InlineData(7, 7, ProtocolFit.Fits)]
    [InlineData(7, 8, ProtocolFit.Fits)]
    [InlineData(7, 9, ProtocolFit.TooNew)]
    [InlineData(7, uint.MaxValue, ProtocolFit.TooNew)]
    public void One_step_apart_works_and_two_do_not(int ours, uint told, ProtocolFit fit) =>
        Assert.Equal(fit, ProtocolVersion.Fit(ours, told));

    [Fact]
    public void A_fingerprint_names_type_version_and_payload()
    {
        var one = RecordFingerprint.Of(1, 1, [1, 2, 3]);
        Assert.Equal(RecordFingerprint.Bytes, one.Length);
        Assert.Equal(one, RecordFingerprint.Of(1, 1, [1, 2, 3]));
        Assert.NotEqual(one, RecordFingerprint.Of(2, 1, [1, 2, 3]));
        Assert.NotEqual(one, RecordFingerprint.Of(1, 2, [1, 2, 3]));
        Assert.NotEqual(one, RecordFingerprint.Of(1, 1, [1, 2]));
        Assert.NotEqual(RecordFingerprint.Of(1, 256, []), RecordFingerprint.Of(1, 1, []));
    }
}
