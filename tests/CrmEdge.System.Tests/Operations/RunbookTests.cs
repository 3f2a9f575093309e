using System.Text.RegularExpressions;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Operations;

/// <summary>The runbook and what a real agent and a real host measure tell of the same figures.</summary>
[Collection(nameof(SharedWorld))]
public sealed partial class RunbookTests(SyncWorld world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_figure_has_a_line_every_line_a_figure_and_every_alert_something_to_do()
    {
        var (_, folder) = await world.EnrolledAsync();
        await using var store = await RunningStore.StartAsync(world, folder);
        var rows = Rows(await File.ReadAllTextAsync(Repo.File("deploy", "RUNBOOK.md"), Ct));
        // Some appear with what is measured first, moments after the start.
        await Eventually.HoldsAsync("all figures of the runbook, and no others", async () =>
        {
            var measured = Names(
                await ScrapeAsync(store, $"http://127.0.0.1:{store.Web}/metrics"), await ScrapeAsync(store, $"{world.Operations}metrics"));
            measured.SymmetricExceptWith(rows.Keys);
            return string.Join(' ', measured);
        }, differing => differing.Length == 0, Patience);
        Assert.All(rows, row =>
        {
            Assert.True(row.Value.Means.Length > 0, row.Key);
            Assert.True(row.Value.Alert.Length == 0 || row.Value.Next.Length > 0, $"{row.Key} alerts, and nobody knows what to do");
        });
        Assert.True(rows.Values.Count(row => row.Alert.Length > 0) >= 15);
    }

    [Fact]
    public async Task Names_are_as_prometheus_wants_them()
    {
        var (_, folder) = await world.EnrolledAsync();
        await using var store = await RunningStore.StartAsync(world, folder);
        foreach (var address in new[] { $"http://127.0.0.1:{store.Web}/metrics", $"{world.Operations}metrics" })
        {
            foreach (Match type in Types().Matches(await ScrapeAsync(store, address)))
            {
                var (name, kind) = (type.Groups["name"].Value, type.Groups["kind"].Value);
                Assert.True(kind == "counter" == name.EndsWith("_total", StringComparison.Ordinal), $"{name} is a {kind}");
                Assert.DoesNotMatch("_(milliseconds|ms|minutes|hours|days|kilobytes|kb)(_|$)", name);
            }
        }
    }

    private static Task<string> ScrapeAsync(RunningStore store, string address) => store.Http.GetStringAsync(new Uri(address), Ct);

    private static HashSet<string> Names(params string[] scrapes) =>
        [.. scrapes.SelectMany(scrape => Types().Matches(scrape)).Select(type => type.Groups["name"].Value)];

    private static Dictionary<string, (string Means, string Alert, string Next)> Rows(string runbook) => runbook.Split('\n')
        .Select(line => line.Split('|')).Where(cells => cells.Length == 6 && cells[1].Trim().StartsWith('`'))
        .GroupBy(cells => cells[1].Trim().Trim('`'))
        .ToDictionary(row => row.Key, row => row.Select(c => (c[2].Trim(), c[3].Trim(), c[4].Trim())).Single());

    /// <summary>Our own figures; those of the platform are described elsewhere.</summary>
    [GeneratedRegex("^# TYPE (?<name>(crmedge|journal|mqtt)_[a-z_]+) (?<kind>[a-z]+)$", RegexOptions.Multiline)]
    private static partial Regex Types();
}
