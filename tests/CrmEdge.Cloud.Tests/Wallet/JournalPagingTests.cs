using System.Net;
using System.Text.Json;
using CrmEdge.Cloud.Tests.Purchases;

namespace CrmEdge.Cloud.Tests.Wallet;

/// <summary>A wallet's journal is a list as every other, though its lines come from two books.</summary>
public sealed class JournalPagingTests(PurchaseHost host)
{
    [Fact]
    public async Task Pages_are_newest_first_and_together_every_line_once()
    {
        var counter = await MovedAsync();
        var all = await LinesAsync(counter, "?size=100&include_total=true");
        Assert.Equal((9, 9, false), (all.Lines.Count, all.Total, all.HasMore));
        Assert.Equal(all.Lines.Select(line => line.At).OrderDescending(), all.Lines.Select(line => line.At));
        Assert.Equal(["BUSINESS", "CRMCOM"], all.Lines.Select(line => line.Pocket).Distinct().Order(StringComparer.Ordinal));
        var paged = new List<(string, long, string)>();
        for (var page = 1; page <= 3; page++)
        {
            var (lines, total, hasMore) = await LinesAsync(counter, $"?size=4&page={page}");
            Assert.Equal((null, page < 3), (total, hasMore));
            paged.AddRange(lines);
        }
        Assert.Equal(all.Lines, paged);
        Assert.Equal(all.Lines.AsEnumerable().Reverse(), (await LinesAsync(counter, "?size=100&order=ASC&sort=created_on")).Lines);
        Assert.Equal(20, (await counter.Api.GetAsync($"wallets/{counter.Wallet}/journals")).Body.GetProperty("paging")
            .GetProperty("size").GetInt32());
    }

    [Fact]
    public async Task Bounds_keep_what_is_newer_out_so_that_pages_stay_where_they_are()
    {
        var counter = await MovedAsync();
        var newest = (await LinesAsync(counter, "?size=1")).Lines[0].At;
        Assert.Empty((await LinesAsync(counter, $"?created_on[gt]={newest + 1}")).Lines);
        Assert.Equal(9, (await LinesAsync(counter, $"?created_on[lt]={newest + 1}&created_on[gte]=1")).Lines.Count);
        var (none, total, _) = await LinesAsync(counter, "?created_on[lte]=1&include_total=true");
        Assert.Equal((0, 0), (none.Count, total));
    }

    [Theory]
    [InlineData("?page=0", "page")]
    [InlineData("?size=101", "size")]
    [InlineData("?page=101&size=100", "page")]
    [InlineData("?sort=amount", "sort")]
    [InlineData("?order=DOWN", "order")]
    [InlineData("?include_total=1", "include_total")]
    [InlineData("?created_on[gt]=soon", "created_on[gt]")]
    [InlineData("?created_on[gt]=99999999999999", "created_on[gt]")]
    [InlineData("?colour=red", "colour")]
    public async Task What_the_list_does_not_take_is_refused_by_name(string query, string blamed)
    {
        var counter = await Counter.OpenAsync(host);
        var answer = await counter.Api.GetAsync($"wallets/{counter.Wallet}/journals{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotNull(answer.Parameter(blamed));
    }

    /// <summary>Five top-ups of cash and four of business money, in turn.</summary>
    private async Task<Counter> MovedAsync()
    {
        var counter = await Counter.OpenAsync(host);
        for (var i = 1; i <= 9; i++) await (i % 2 == 1 ? counter.TopUpCashAsync(i) : counter.TopUpBusinessAsync(i));
        return counter;
    }

    private static async Task<(List<(string Id, long At, string Pocket)> Lines, int? Total, bool HasMore)> LinesAsync(
        Counter counter, string query)
    {
        var answer = await counter.Api.GetAsync($"wallets/{counter.Wallet}/journals{query}");
        Assert.True(answer.Status == HttpStatusCode.OK, $"{answer.Body}");
        var paging = answer.Body.GetProperty("paging");
        var total = paging.GetProperty("total");
        return ([.. answer.Content.EnumerateArray().Select(line => (line.GetProperty("id").GetString()!,
            line.GetProperty("created_on").GetInt64(), line.GetProperty("pocket").GetString()!))],
            total.ValueKind == JsonValueKind.Number ? total.GetInt32() : null, paging.GetProperty("has_more").GetBoolean());
    }
}
