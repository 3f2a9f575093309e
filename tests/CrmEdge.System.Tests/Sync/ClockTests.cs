using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>A box whose clock is a year off, in either direction, by Debian's libfaketime.</summary>
[Collection(nameof(SharedWorld))]
public sealed class ClockTests(SyncWorld world)
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("-365d", "behind")]
    [InlineData("+365d", "ahead")]
    public async Task A_box_a_year_off_connects_and_its_sales_have_the_clouds_time(string off, string name)
    {
        Assert.True(File.Exists(Library), $"{Library} is missing: apt-get install faketime");
        var (_, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        var faked = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library, ["FAKETIME"] = off, ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        };
        await using (var box = StoreBox.Start(world, folder, faked))
        {
            await box.Agent.LineAsync("clock is off by", Patience);
            await SellAsync(box, $"clock-{name}");
        }
        // From then on the box knows better from its start on, also while nobody tells it: it is never earlier than that.
        Assert.StartsWith(await world.SqlAsync("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')"),
            await File.ReadAllTextAsync(world.Folder[folder, "time.floor"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        await using var again = StoreBox.Start(world, folder, faked);
        await again.Agent.LineAsync("Connected to the cloud", Patience);
        await SellAsync(again, $"clock-{name}-again");
    }

    private async Task SellAsync(StoreBox box, string reference)
    {
        var sold = await box.AskAsync("SA", $"ref={reference}", "cur=EUR", "total=10.00", $"code={SyncWorld.Contact}");
        Assert.True(sold["state"] == "approved", $"{sold["code"]}: {sold["say"]}");
        Assert.Equal("t", await world.SqlAsync($"""
            SELECT abs(extract(epoch FROM now() - at)) < 120 AND abs(extract(epoch FROM recorded_at - at)) < 60
                AND abs(business_day::date - (now() AT TIME ZONE 'Europe/Nicosia')::date) <= 1
            FROM purchase WHERE reference = '{reference}'
            """));
    }
}
