using System.Text;
using CrmEdge.Edge.Core.Pairing;
using Xunit;

namespace CrmEdge.Core.Tests.Pairing;

public sealed class HubDeviceTests
{
    private static readonly HubDevice Held = new("d", "S-1", HubDeviceState.Enabled, 3, "hash");

    [Theory]
    [InlineData(2, HubDeviceState.Suspended)]
    [InlineData(3, HubDeviceState.Suspended)]
    public void An_old_wish_changes_nothing(long version, HubDeviceState state) =>
        Assert.Null(HubDevice.After(Held, Held with { Version = version, State = state, PasswordHash = null }));

    [Fact]
    public void A_newer_wish_keeps_the_password_until_the_device_is_removed()
    {
        var suspended = HubDevice.After(Held, new HubDevice("d", "S-1", HubDeviceState.Suspended, 4, null));
        Assert.Equal(Held with { State = HubDeviceState.Suspended, Version = 4 }, suspended);
        Assert.Null(HubDevice.After(suspended, new HubDevice("d", "S-1", HubDeviceState.Removed, 5, null))!.PasswordHash);
        Assert.NotNull(HubDevice.After(null, new HubDevice("d", "S-1", HubDeviceState.Enabled, 1, null)));
    }

    [Theory]
    [InlineData("up/d/usage", true)]
    [InlineData("up/d/usage/x", false)]
    [InlineData("up/e/usage", false)]
    [InlineData("down/d/state", false)]
    public void A_device_publishes_readings_of_its_own(string topic, bool may) =>
        Assert.Equal(may, DeviceTopics.MayPublish("d", topic));

    [Theory]
    [InlineData("down/d/state", true)]
    [InlineData("down/d/#", true)]
    [InlineData("down/#", false)]
    [InlineData("down/+/state", false)]
    [InlineData("down/d", false)]
    [InlineData("#", false)]
    public void A_device_listens_below_its_own_name(string filter, bool may) =>
        Assert.Equal(may, DeviceTopics.MaySubscribe("d", filter));

    [Fact]
    public void A_password_is_known_by_its_hash_alone()
    {
        var password = DevicePassword.Of(Enumerable.Range(0, DevicePassword.Bytes).Select(i => (byte)(i * 7)).ToArray());
        var hash = DevicePassword.HashOf(password);
        Assert.Equal((43, 64), (password.Length, hash.Length));
        Assert.True(DevicePassword.Matches(Encoding.UTF8.GetBytes(password), hash));
        Assert.False(DevicePassword.Matches(Encoding.UTF8.GetBytes(password + "x"), hash));
        Assert.False(DevicePassword.Matches([], hash));
    }

    [Fact]
    public void Guessing_gets_slower_and_slower_up_to_a_bound()
    {
        var (wrong, now) = (default(WrongPasswords), TimeSpan.FromHours(1));
        for (var i = 0; i < WrongPasswords.Free; i++) wrong = wrong.Wrong(now);
        Assert.False(wrong.IsShutAt(now));
        wrong = wrong.Wrong(now);
        Assert.True(wrong.IsShutAt(now.Add(TimeSpan.FromSeconds(1))));
        Assert.False(wrong.IsShutAt(now.Add(TimeSpan.FromSeconds(2))));
        for (var i = 0; i < 1_000; i++) wrong = wrong.Wrong(now);
        Assert.Equal(TimeSpan.FromSeconds(256), wrong.ShutUntil - now);
    }
}
