using System.Text;
using CrmEdge.Contracts.Devices;
using CrmEdge.Edge.Core.Pairing;
using CrmEdge.Edge.Tests.Journal;
using CrmEdge.Mqtt;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Edge.Tests.Devices;

/// <summary>What the cloud wants of a device, and what the hub does about it.</summary>
public sealed class DeviceStateTests : IDisposable
{
    private readonly JournalPlace _place = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_suspended_device_is_told_disconnected_and_kept_out_until_it_is_resumed()
    {
        await using var hub = await Hub.StartAsync(_place);
        var login = await hub.PairedAsync();
        await using var client = await hub.ConnectAsync(login);
        await client.SubscribeAsync([new MqttSubscription(DeviceTopics.State(login.Device))], Ct);
        var suspending = hub.Wishes.ApplyAsync([Hub.Row("S-1", DeviceState.Suspended, 2)], Ct);
        var told = await client.Messages.ReadAsync(Ct).AsTask().InTimeAsync();
        Assert.Equal("""{"state":"suspended","version":2}""", Encoding.UTF8.GetString(told.Message.Payload.Span));
        client.Ack(told.PacketId);
        await suspending.InTimeAsync();
        var gone = await Assert.ThrowsAsync<MqttException>(() => client.Messages.Completion.InTimeAsync());
        Assert.Equal(MqttReasonCode.AdministrativeAction, gone.Reason);
        var refused = await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync(login));
        Assert.Equal(MqttReasonCode.NotAuthorized, refused.Reason);

        // The same again, and an older wish that was overtaken, change nothing.
        await hub.Wishes.ApplyAsync([Hub.Row("S-1", DeviceState.Suspended, 2), Hub.Row("S-1", DeviceState.Enabled, 1)], Ct);
        await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync(login));
        await hub.Wishes.ApplyAsync([Hub.Row("S-1", DeviceState.Enabled, 3)], Ct);
        await using var again = await hub.ConnectAsync(login);
        Assert.Equal(
            [(1ul, DeviceState.Enabled), (2ul, DeviceState.Suspended), (3ul, DeviceState.Enabled)],
            hub.Applied().Select(a => (a.Version, a.State)));
    }

    [Fact]
    public async Task Devices_and_their_passwords_outlive_the_agent()
    {
        (string, string) login;
        await using (var before = await Hub.StartAsync(_place))
        {
            login = await before.PairedAsync();
            await before.Wishes.ApplyAsync([Hub.Row("S-2", DeviceState.Enabled, 5)], Ct);
        }
        await using var hub = await Hub.StartAsync(_place);
        await using var client = await hub.ConnectAsync(login);

        // Known from the cloud, but never given a password here.
        await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync((Hub.IdOf("S-2"), "")));
    }

    [Fact]
    public async Task A_new_pairing_gives_a_new_password_and_an_unpaired_device_has_none()
    {
        await using var hub = await Hub.StartAsync(_place);
        var (first, second) = (await hub.PairedAsync(), await hub.PairedAsync());
        Assert.Equal(first.Device, second.Device);
        await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync(first));
        await using (var client = await hub.ConnectAsync(second)) Assert.NotNull(client);
        Assert.Null((await hub.Pairings.UnpairAsync(second.Device, Ct)).Code);
        await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync(second));
        Assert.Equal(DeviceState.Removed, hub.Applied()[^1].State);
    }

    [Theory]
    [InlineData("X-1", true, "serial_unknown")]
    [InlineData("S-1", false, "cloud_unreachable")]
    public async Task A_pairing_that_fails_says_why(string serial, bool online, string code)
    {
        await using var hub = await Hub.StartAsync(_place);
        hub.Online = online;
        Assert.Equal(code, (await hub.Pairings.PairAsync(serial, "", Ct)).Code);
        Assert.Equal("device_unknown", (await hub.Pairings.UnpairAsync(Hub.IdOf("S-7"), Ct)).Code);
    }

    [Fact]
    public async Task Who_guesses_passwords_is_shut_out()
    {
        await using var hub = await Hub.StartAsync(_place);
        var login = await hub.PairedAsync();
        for (var i = 0; i <= WrongPasswords.Free; i++)
            await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync((login.Device, "guess")));
        var shut = await Assert.ThrowsAsync<MqttException>(() => hub.ConnectAsync(login));
        Assert.Equal(MqttReasonCode.ConnectionRateExceeded, shut.Reason);
        await _place.Logs.SeenAsync(2300);
    }
}
