using System.Net;
using CrmEdge.Cloud.Host.Organisations;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Cloud.Tests.Organisations;

public sealed class ClockTests(CloudHost host)
{
    private const long Day = 86_400;

    [Fact]
    public async Task The_test_clock_moves_on_and_the_live_one_never()
    {
        var business = await host.NewBusinessAsync();
        var refused = await business.Api.PostAsync("clock/actions", new { action = "ADVANCE", seconds = Day });
        Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.LIVECLOCKEXCEPTION"), (refused.Status, refused.Error));
        Assert.Equal(HttpStatusCode.OK,
            (await business.TestApi.PostAsync("clock/actions", new { action = "ADVANCE", seconds = Day })).Status);
        var (live, test) = (await NowAsync(business.Api), await NowAsync(business.TestApi));
        Assert.InRange(test - live, Day - 5, Day + 60);
        var contact = await business.TestApi.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada" });
        Assert.InRange((await business.TestApi.GetAsync($"contacts/{contact}")).Body
            .GetProperty("created_on").GetInt64() - live, Day - 5, Day + 60);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task A_step_back_none_or_out_of_time_is_refused(long seconds)
    {
        var business = await host.NewBusinessAsync();
        Assert.Equal("CRM.EXCEPTIONS.VALIDATIONEXCEPTION",
            (await business.TestApi.PostAsync("clock/actions", new { action = "ADVANCE", seconds })).Error);
    }

    [Fact]
    public async Task Another_host_on_the_same_database_learns_of_a_move()
    {
        var business = await host.NewBusinessAsync();
        var clock = new BusinessClock(host.Services.GetRequiredService<TimeProvider>());
        var watch = new ClockWatch(host.Databases, clock, host.Services.GetRequiredService<TimeProvider>(),
            host.Logs.For<ClockWatch>());
        await watch.StartAsync(TestContext.Current.CancellationToken);
        var before = clock.Now(business.TestTenant);
        await business.TestApi.PostAsync("clock/actions", new { action = "ADVANCE", seconds = Day });
        await Eventually.IsTrueAsync(() => clock.Now(business.TestTenant) - before >= TimeSpan.FromDays(1));
        Assert.True(clock.Now(business.LiveTenant) - before < TimeSpan.FromHours(1));
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_moved_clock_stands_where_it_was_after_a_restart()
    {
        await using var another = await host.AnotherAsync();
        var business = await another.NewBusinessAsync();
        await business.TestApi.PostAsync("clock/actions", new { action = "ADVANCE", seconds = Day });
        await another.StopAsync();
        await another.StartAsync();
        var (test, live) = (another.Client(business.TestKey), another.Client(business.LiveKey));
        Assert.True(await NowAsync(test) - await NowAsync(live) > Day / 2);
    }

    private static async Task<long> NowAsync(ApiClient client) =>
        (await client.GetAsync("clock")).Body.GetProperty("now").GetInt64();
}
