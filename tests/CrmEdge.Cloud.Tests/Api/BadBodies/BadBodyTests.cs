using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using CrmEdge.Cloud.Tests.Purchases;

namespace CrmEdge.Cloud.Tests.Api.BadBodies;

/// <summary>Whatever is sent to whichever operation: the answer is a success or an error envelope, never a failure of ours.</summary>
public sealed class BadBodyTests(PurchaseHost host)
{
    private const string Base = "/backoffice/v2/";

    /// <summary>Query strings and ids that no list and no resource has.</summary>
    private static readonly string[] Queries =
    [
        "?page=0", "?page=-1", "?page=99999999999999999999", "?page=100000&size=100", "?size=0", "?size=1000000", "?page=x",
        "?page=1&page=2", "?nothing=1", "?sort=nothing", "?order=UP", "?include_total=maybe", "?include_total=true&size=1",
        "?created_on[gt]=99999999999999999999", "?created_on[gt]=9223372036854775807", "?created_on[lt]=-1", "?created_on[gt]=0",
        "?search_value=%00", "?contact_id=%00", "?search_value=%25%27%5C",
    ];

    private static readonly string[] Ids =
        ["0199aa00-0000-7000-8000-ffffffffffff", "-1", "9999999999999999999999", new string('x', 2_000), "%F0%9F%9C%9A", "'"];

    private readonly ConcurrentBag<string> _failures = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_with_a_body_has_a_good_one_here()
    {
        var counter = await Counter.OpenAsync(host);
        var known = (await GoodBodies.MakeAsync(counter)).Select(good => good.Name).Order(StringComparer.Ordinal);
        var documented = (await OperationsAsync()).Where(name => name.StartsWith('p'))
            .Select(name => name.Replace("{idOrCode}", "{id}", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(documented, known);
    }

    [Fact]
    public async Task No_body_makes_the_host_fail()
    {
        var counter = await Counter.OpenAsync(host);
        foreach (var good in await GoodBodies.MakeAsync(counter))
        {
            var same = good.Fresh().ToJsonString();
            var bodies = Spoiling.Bodies.Concat(Spoiling.Of(good.Fresh)).Append(same).Append(same);
            await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct },
                async (body, _) => Judge($"{good.Name} {body}", await counter.Api.SendRawAsync(good.Method, good.Path, body)));
        }
        Assert.True(_failures.IsEmpty, string.Join('\n', _failures));
    }

    [Fact]
    public async Task No_address_makes_the_host_fail()
    {
        var counter = await Counter.OpenAsync(host);
        var addresses =
            from name in await OperationsAsync()
            where name.StartsWith("get ", StringComparison.Ordinal)
            let path = name[("get ".Length + Base.Length)..]
            from address in path.Contains('{', StringComparison.Ordinal)
                ? Ids.Append($"{counter.Contact}").Append($"{counter.Wallet}").Select(id => Filled(path, id))
                : Queries.Select(query => path + query)
            select address;
        var lists = Queries.Select(query => $"wallets/{counter.Wallet}/journals{query}");
        await Parallel.ForEachAsync(addresses.Concat(lists),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct },
            async (address, _) => Judge(address, await counter.Api.SendRawAsync(HttpMethod.Get, address, null)));
        Assert.True(_failures.IsEmpty, string.Join('\n', _failures));
    }

    private void Judge(string what, (HttpStatusCode Status, string Body) answer)
    {
        var (status, body) = ((int)answer.Status, answer.Body);
        if (status < 400) return;
        var text = $"{(what.Length > 400 ? what[..400] : what)} → {status} {body}";
        if (status >= 500)
        {
            _failures.Add(text);
            return;
        }
        try
        {
            var envelope = JsonSerializer.Deserialize<JsonElement>(body);
            var isWhole = envelope.GetProperty("status").GetInt32() == status
                && envelope.GetProperty("error").GetString() is { Length: > 0 }
                && envelope.GetProperty("message").GetString() is { Length: > 0 }
                && envelope.GetProperty("parameters").ValueKind == JsonValueKind.Object;
            if (!isWhole) _failures.Add(text);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            _failures.Add(text);
        }
    }

    private async Task<IReadOnlyList<string>> OperationsAsync()
    {
        var document = (await host.Host.Client(null).GetAsync("/openapi/v2.json")).Body;
        return [.. from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where path.Name.StartsWith(Base, StringComparison.Ordinal)
            select $"{operation.Name} {path.Name}"];
    }

    private static string Filled(string path, string id)
    {
        while (path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var at)
            path = path[..at] + id + path[(path.IndexOf('}', at) + 1)..];
        return path;
    }
}
