using CrmEdge.Edge.Agent.Journal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

public sealed class ServicesTests : JournalTestBase
{
    [Fact]
    public async Task The_host_opens_the_journal_at_its_start_and_closes_it_at_its_end()
    {
        using (var host = Host(("Journal:Path", Place.Path)))
        {
            await host.StartAsync(Ct);
            Assert.True(File.Exists(Place.Path));
            Assert.Throws<JournalOpenException>(() => Place.Open());
            await AppendAsync(host.Services.GetRequiredService<EdgeJournal>(), JournalPlace.Record());
            await host.StopAsync(Ct);
        }

        await using var again = Place.Open();
        Assert.Equal(1, again.State.Last);
    }

    [Fact]
    public async Task A_host_whose_limits_contradict_each_other_does_not_start_and_says_which()
    {
        const int hostNotStarted = 11;
        Place.Logs.Expect(hostNotStarted);
        using var host = Host(("Journal:Path", Place.Path), ("Journal:KeptBytesMax", "1"), ("Journal:MoneyBytesMax", "5"));
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Ct));
        Assert.Contains("KeptBytes is 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MoneyBytes is 5", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Place.Path));
    }

    private IHost Host(params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddMetrics().AddSingleton<TimeProvider>(Place.Time).AddSingleton(Place.Ids)
            .AddSingleton<ILoggerFactory>(_ => Place.Logs).AddJournal();
        return builder.Build();
    }
}
