using System.Net;
using CrmEdge.Cloud.Core.Devices;
using static CrmEdge.Cloud.Tests.Usage.MeteredBusiness;

namespace CrmEdge.Cloud.Tests.Devices;

public sealed class DevicesApiTests(CloudHost host)
{
    [Fact]
    public async Task A_code_pairs_one_device_with_one_hub_and_an_unpaired_device_moves_on()
    {
        var business = await MakeAsync(host);
        var device = await business.Api.CreateAsync("devices", new { serial_number = "S-1", electronic_id = "E1" });
        await business.Api.CreateAsync("devices", new { serial_number = "S-2" });
        Assert.Equal((PairCode.DeviceNotSold, device), await business.PairAsync("S-1"));
        Assert.Null(await business.PairAsync("S-9"));
        var code = (await business.Api.PostAsync($"subscriptions/{business.Subscription}/pairing_codes", new { })).Text("code")!;
        Assert.Equal(PairCode.CodeUnknown, (await business.PairAsync("S-1", "AAAAA-AAAAA"))!.Value.Code);
        Assert.Equal(PairCode.Ok, (await business.PairAsync("S-1", code.ToLowerInvariant()))!.Value.Code);
        Assert.Equal(PairCode.Ok, (await business.PairAsync("S-1", code))!.Value.Code);
        Assert.Equal(PairCode.CodeUsed, (await business.PairAsync("S-2", code))!.Value.Code);

        var other = business.NewId();
        Assert.Equal(PairCode.PairedElsewhere, (await business.PairAsync("S-1", edge: other))!.Value.Code);
        Assert.Equal(
            HttpStatusCode.NoContent, (await business.Api.PostAsync($"devices/{device}/actions", new { action = "UNPAIR" }))
                .Status);
        Assert.Equal(("REMOVED", 2, "ACCEPTED"), await business.StateAsync(device));
        var row = Assert.Single((await business.SnapshotAsync(0))!.Value.Rows);
        Assert.Equal((Contracts.Devices.DeviceState.Removed, 2ul, "kwh"), (row.State, row.Version, Assert.Single(row.Meters)));
        Assert.Equal(PairCode.Ok, (await business.PairAsync("S-1", edge: other))!.Value.Code);
        Assert.Equal(("ENABLED", 3, "ACCEPTED"), await business.StateAsync(device));
    }

    [Fact]
    public async Task Devices_are_listed_and_doubtful_ones_refused()
    {
        var business = await MakeAsync(host);
        var device = await business.PairedAsync("S-1");
        Assert.Equal(
            "CRM.EXCEPTIONS.CODEALREADYEXISTSEXCEPTION", (await business.Api.PostAsync("devices", new { serial_number = "S-1" }))
                .Error);
        Assert.Equal(
            "is a USAGE_SERVICE", (await business.Api.PostAsync("devices", new { serial_number = "S-2", product = "kwh" }))
                .Parameter("product"));
        Assert.Equal(HttpStatusCode.NotFound, (await business.Api.GetAsync($"devices/{business.NewId()}")).Status);
        var listed = await business.Api.GetAsync($"devices?contact_id={business.Contact}&edge_id={business.Hub.Edge}");
        Assert.Equal(device, Assert.Single(listed.Content.EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal("is no id", (await business.Api.GetAsync("devices?contact_id=x")).Parameter("contact_id"));
        Assert.StartsWith(
            "is not known here", (await business.Api.GetAsync("devices?colour=red")).Parameter("colour"),
            StringComparison.Ordinal);
        var stranger = await MakeAsync(host);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.GetAsync($"devices/{device}")).Status);
    }
}
