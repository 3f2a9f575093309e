using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Wallet;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: AssemblyFixture(typeof(CrmEdge.Cloud.Tests.Purchases.PurchaseHost))]

namespace CrmEdge.Cloud.Tests.Purchases;

/// <summary>The real host with real wallets, on a database of its own. Its ledger can be told to die between two steps.</summary>
public sealed class PurchaseHost : IAsyncLifetime
{
    private readonly CloudHost _first = new();
    private CloudHost? _host;

    internal CloudHost Host => _host ?? throw new InvalidOperationException("The host is not started.");

    internal CuttingLedger Ledger => (CuttingLedger)Host.Services.GetRequiredService<ILedger>();

    public async ValueTask InitializeAsync()
    {
        await _first.InitializeAsync();
        _host = await _first.AnotherAsync(["--Wallet:ClaimGrace=00:00:01", "--Wallet:SweepEvery=01:00:00"], services =>
        {
            services.RemoveAll<IWalletOpener>().AddSingleton<IWalletOpener, WalletOpener>();
            services.AddSingleton<ILedger>(s => new CuttingLedger(s.GetRequiredService<PartitionedLedger>()));
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await _first.DisposeAsync();
    }

    /// <summary>All books sum to zero and agree with their transfers.</summary>
    internal async Task BooksAreRightAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var balance = Host.Services.GetRequiredService<TrialBalance>();
        Assert.All(await balance.LinesAsync(ct), line => Assert.True(line.IsZero));
        Assert.Empty(await balance.DifferencesAsync(ct));
    }
}
