using System.Net;

namespace CrmEdge.Cloud.Tests.Api;

/// <summary>No caller fills the books with refusals: beyond its share of a minute nothing of them is written.</summary>
public sealed class RefusalLimitTests(CloudHost host)
{
    private const int PerMinute = 3;

    [Fact]
    public async Task Beyond_the_limit_a_refused_payment_is_told_to_wait_and_leaves_nothing_and_good_ones_go_on()
    {
        await using var another = await host.AnotherAsync([$"--Api:RefusalsPerMinute={PerMinute}"]);
        var business = await another.NewBusinessAsync();
        await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada", code = "ADA" });
        var refused = new List<ApiAnswer>();
        // The minute may turn once while they are sent.
        while (refused.Count < (3 * PerMinute) && refused.LastOrDefault()?.Status != HttpStatusCode.TooManyRequests)
            refused.Add(await PayAsync(business.Api, "CRM_WALLET"));
        var last = refused[^1];
        Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_refusals"), (last.Status, last.Parameter("code")));
        Assert.InRange(last.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.True(refused.Count > PerMinute, $"refused after {refused.Count}");
        Assert.Equal($"{refused.Count - 1}", (await another.SqlAsync(
            $"SELECT count(*) FROM ledger_refusal WHERE tenant = '{business.LiveTenant}'")).Trim());
        Assert.Equal(HttpStatusCode.Created, (await PayAsync(business.Api, "CASH")).Status);
        var other = await business.ClientAsync("OPERATE");
        Assert.Equal(HttpStatusCode.BadRequest, (await PayAsync(other, "CRM_WALLET")).Status);
    }

    [Fact]
    public async Task Good_requests_cost_nothing_of_it()
    {
        await using var another = await host.AnotherAsync([$"--Api:RefusalsPerMinute={PerMinute}"]);
        var business = await another.NewBusinessAsync();
        await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada", code = "ADA" });
        for (var i = 0; i < 3 * PerMinute; i++) Assert.Equal(HttpStatusCode.Created, (await PayAsync(business.Api, "CASH")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PayAsync(business.Api, "CRM_WALLET")).Status);
    }

    private static Task<ApiAnswer> PayAsync(ApiClient api, string method) =>
        api.PostAsync("payments", new { contact_id = "ADA", amount = 1m, method });
}
