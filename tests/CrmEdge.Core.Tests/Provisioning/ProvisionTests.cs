using CrmEdge.Cloud.Core.Provisioning;
using Xunit;

namespace CrmEdge.Core.Tests.Provisioning;

public sealed class ProvisionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Provision Enabled = Provision.None(Noon).Want(DesiredState.Enabled, null, Noon);

    [Fact]
    public void A_wish_counts_once()
    {
        Assert.Equal((1, ProvisionOutcome.Accepted), (Enabled.Version, Enabled.Outcome));
        Assert.Same(Enabled, Enabled.Want(DesiredState.Enabled, null, Noon.AddHours(1)));
        var suspended = Enabled.Want(DesiredState.Suspended, "credit_limit", Noon);
        Assert.Equal((2, "credit_limit"), (suspended.Version, suspended.Reason));
    }

    [Theory]
    [InlineData(1, DesiredState.Enabled, ProvisionOutcome.Accepted, 2)]   // late word of an older wish
    [InlineData(2, DesiredState.Suspended, ProvisionOutcome.Applied, 2)]
    [InlineData(2, DesiredState.Enabled, ProvisionOutcome.Failed, 2)]
    [InlineData(7, DesiredState.Enabled, ProvisionOutcome.Accepted, 8)]   // the books were restored: wish again, above it
    public void A_report_moves_the_outcome_of_its_own_version(
        long version, DesiredState state, ProvisionOutcome outcome, long then)
    {
        var wish = Enabled.Want(DesiredState.Suspended, "credit_limit", Noon);
        var reported = wish.Reported(version, state, Noon.AddMinutes(1));
        Assert.Equal((outcome, then, version), (reported.Outcome, reported.Version, reported.AppliedVersion));
        Assert.Equal(DesiredState.Suspended, reported.Desired);
        if (version <= 2) Assert.Equal(reported, reported.Reported(version, state, Noon.AddMinutes(2)));
    }

    [Fact]
    public void Silence_for_too_long_is_unknown_until_somebody_speaks()
    {
        Assert.Equal(ProvisionOutcome.Accepted, Enabled.OutcomeAt(Noon + Provision.Patience - TimeSpan.FromSeconds(1)));
        Assert.Equal(ProvisionOutcome.Unknown, Enabled.OutcomeAt(Noon + Provision.Patience));
        Assert.Equal(ProvisionOutcome.Applied, Enabled.Reported(1, DesiredState.Enabled, Noon).OutcomeAt(Noon.AddDays(1)));
    }
}
