using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Provisioning;
using CrmEdge.Cloud.Core.Subscriptions;
using Xunit;
using static CrmEdge.Core.Tests.Subscriptions.MeteredHome;

namespace CrmEdge.Core.Tests.Subscriptions;

public sealed class PairDeviceTests
{
    private static readonly Guid New = Id(40);

    private readonly MeteredHome _home = new();

    [Fact]
    public void A_code_is_typed_as_it_comes_and_names_the_same_ticket()
    {
        var code = PairingTicket.CodeOf([0, 1, 2, 33, 255, 10, 20, 30, 40, 50]);
        Assert.Equal("0121Z-AMY8J", code);
        Assert.Equal(PairingTicket.IdOf(Tenant, code), PairingTicket.IdOf(Tenant, " 0121z amy8j "));
        Assert.NotEqual(PairingTicket.IdOf(Tenant, code), PairingTicket.IdOf(Id(1_000), code));
    }

    [Fact]
    public void A_code_pairs_one_device_and_the_same_answer_comes_again()
    {
        var ticket = Issue();
        var first = Pair(New, ticket);
        Assert.Equal(
            (PairCode.Ok, DesiredState.Enabled, 1),
            (first.Code, first.Binding!.Provision.Desired, first.Binding.Provision.Version));
        Assert.Equal(first, Pair(New, ticket));
        Assert.Equal(PairCode.CodeUsed, Pair(Id(41), ticket).Code);
    }

    [Theory]
    [InlineData(PairCode.CodeUnknown)]
    [InlineData(PairCode.CodeExpired)]
    [InlineData(PairCode.DeviceNotSold)]
    [InlineData(PairCode.SoldElsewhere)]
    [InlineData(PairCode.PairedElsewhere)]
    [InlineData(PairCode.Stale)]
    public void A_pairing_is_refused_by_name(PairCode expected)
    {
        var outcome = expected switch
        {
            PairCode.CodeUnknown => Pair(New, Id(99)),
            PairCode.CodeExpired => Pair(New, Issue(), at: February + PairingTicket.Lifetime),
            PairCode.DeviceNotSold => Pair(New, null),
            PairCode.SoldElsewhere => Pair(Device, Issue(subscription: Id(50))),
            PairCode.PairedElsewhere => Pair(Device, null, edge: Id(51)),
            _ => _home.Do(new PairDevice(Tenant, Hub, Device, Id(52), Eur, null, February)),
        };
        Assert.Equal(expected, outcome.Code);
    }

    [Fact]
    public void A_device_of_a_contact_that_owes_too_much_is_paired_suspended()
    {
        _home.Meter(Read(1, 1, "m3"));
        _home.Limit(0);
        var paired = Pair(New, Issue()).Binding!;
        Assert.Equal((DesiredState.Suspended, CreditStanding.Reason), (paired.Provision.Desired, paired.Provision.Reason));
        _home.Pay(1_000);
        Assert.All(_home.Records<DeviceBinding>(), b => Assert.Equal(DesiredState.Enabled, b.Provision.Desired));
    }

    [Fact]
    public void An_unpaired_device_can_go_to_another_hub_with_a_newer_version()
    {
        Assert.Equal(PairCode.NotPairedHere, _home.Do(new UnpairDevice(Tenant, Device, Id(51))));
        Assert.Equal(PairCode.Ok, _home.Do(new UnpairDevice(Tenant, Device, Hub)));
        Assert.Equal(PairCode.Ok, _home.Do(new UnpairDevice(Tenant, Device, Hub)));
        Assert.Equal(PairCode.DeviceNotSold, _home.Do(new UnpairDevice(Tenant, New, null)));
        Assert.Equal((null, DesiredState.Removed), (_home.Binding.Edge, _home.Binding.Provision.Desired));
        Assert.Equal((PairCode.Ok, 3), (Pair(Device, null, edge: Id(51)).Code, _home.Binding.Provision.Version));
        Assert.Equal(PairCode.SoldElsewhere, _home.Do(new SellDevice(Device, Sold with { Id = Id(60) })));
    }

    [Fact]
    public void A_hub_tells_what_it_applied_and_no_stranger_may()
    {
        Assert.Equal(PairCode.Ok, _home.Do(new NoteApplied(Tenant, Device, Hub, 1, DesiredState.Enabled)));
        Assert.Equal((ProvisionOutcome.Applied, 1), (_home.Binding.Provision.Outcome, _home.Binding.Provision.AppliedVersion));
        Assert.Equal(PairCode.NotPairedHere, _home.Do(new NoteApplied(Tenant, Device, Id(51), 1, DesiredState.Removed)));
        Assert.Equal(PairCode.DeviceNotSold, _home.Do(new NoteApplied(Tenant, New, Hub, 1, DesiredState.Removed)));
    }

    private Guid Issue(Guid? subscription = null)
    {
        var ticket =
            new PairingTicket(Tenant, Id(70), Contact, subscription ?? Sold.Id, Eur, February + PairingTicket.Lifetime, null);
        Assert.True(_home.Do(new IssuePairingTicket(ticket)));
        return ticket.Id;
    }

    private PairOutcome Pair(Guid device, Guid? ticket, Guid? edge = null, DateTimeOffset? at = null) =>
        _home.Do(new PairDevice(Tenant, edge ?? Hub, device, Contact, Eur, ticket, at ?? February));
}
