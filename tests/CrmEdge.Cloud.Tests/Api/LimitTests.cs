using System.Net;
using CrmEdge.Cloud.Host;

namespace CrmEdge.Cloud.Tests.Api;

public sealed class LimitTests(CloudHost host)
{
    [Fact]
    public async Task A_burst_beyond_the_limit_is_429_with_retry_after_and_other_keys_go_on()
    {
        await using var another = await host.AnotherAsync(["--Api:RequestsPerSecond=1", "--Api:RequestBurst=20"]);
        var business = await another.NewBusinessAsync();
        ApiAnswer? limited = null;
        for (var i = 0; i < 60 && limited is null; i++)
        {
            var answer = await business.Api.GetAsync("clock");
            if (answer.Status == HttpStatusCode.TooManyRequests) limited = answer;
        }
        Assert.NotNull(limited);
        Assert.Equal("CRM.EXCEPTIONS.TOOMANYREQUESTSEXCEPTION", limited.Error);
        Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.OK, (await business.TestApi.GetAsync("clock")).Status);
    }

    [Fact]
    public async Task Guessing_keys_is_slowed_down_by_address_even_for_a_right_guess()
    {
        await using var another = await host.AnotherAsync(["--Api:BadKeysPerMinute=5"]);
        var admin = another.Client(another.AdminKey);
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await another.Client($"guess{i}").GetAsync("clock")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await another.Client("guess").GetAsync("clock")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await admin.GetAsync("clock")).Status);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void Plain_http_beyond_loopback_is_refused_at_the_start(string address)
    {
        var refused = Assert.Throws<StartRefusedException>(
            () => Program.Build([$"--Listen:rest:Address={address}", "--Listen:rest:Port=0"]));
        Assert.Contains("Listen:rest:Certificate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_and_metrics_answer_on_their_own_listener_alone()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client(null).GetAsync("/health/ready")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client(null).GetAsync("/metrics")).Status);
        var operations = new ApiClient(host.OperationsAddress, host.AdminKey);
        Assert.Equal("ready", (await operations.GetAsync("/health/ready")).Text("status"));
        Assert.Equal(HttpStatusCode.NotFound, (await operations.GetAsync("contacts")).Status);
    }
}
